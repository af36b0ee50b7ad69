import type { SceneContent } from "../../scene-graph/content.ts";

/** English contents of every template, as short as the ScriptSmith may write them. */
export const EN_SHORT: readonly SceneContent[] = [
  { template: "title", kicker: "Release 2.0", headline: "Tidewater" },
  { template: "section", number: "01", headline: "Why now" },
  { template: "statement", text: "Every server comes back.", emphasis: ["comes back"] },
  {
    template: "list",
    headline: "What is new",
    items: [{ text: "Every database" }, { text: "One folder" }, { text: "Encryption" }],
  },
  {
    template: "steps",
    headline: "How it works",
    steps: [{ label: "Snapshot" }, { label: "Verify" }, { label: "Restore" }],
  },
  { template: "figure", value: "98", unit: "%", label: "of restores finish in a minute" },
  {
    template: "chart",
    kind: "bar",
    headline: "Restore time",
    unit: "min",
    series: [
      { label: "1.0", value: 42 },
      { label: "1.5", value: 18 },
      { label: "2.0", value: 3 },
    ],
  },
  {
    template: "chart",
    kind: "donut",
    headline: "Where time goes",
    unit: "%",
    series: [
      { label: "Network", value: 62 },
      { label: "Disk", value: 27 },
      { label: "CPU", value: 11 },
    ],
  },
  {
    template: "comparison",
    left: { title: "Before", points: ["Hours"] },
    right: { title: "Now", points: ["Seconds"] },
  },
  { template: "quote", text: "It simply came back.", attribution: "Mara Lind, SRE" },
  { template: "code", language: "bash", lines: ["tidewater restore latest"], highlight: [] },
  {
    template: "table",
    headline: "Plans",
    header: ["Plan", "Price"],
    rows: [
      ["Solo", "$0"],
      ["Team", "$12"],
    ],
  },
  { template: "terminal", lines: [{ kind: "command", text: "tidewater restore latest" }] },
  {
    template: "fileTree",
    headline: "What is inside",
    entries: [
      { name: "tidewater", depth: 0, isFolder: true },
      { name: "policies", depth: 1, isFolder: true },
      { name: "restore.ts", depth: 1, isFolder: false },
    ],
  },
  {
    template: "timeline",
    headline: "The road to 2.0",
    events: [
      { when: "2022", label: "First beta" },
      { when: "2024", label: "Version 1.5" },
      { when: "2026", label: "Version 2.0" },
    ],
  },
  { template: "kinetic", beats: ["No agent.", "No cloud.", "No waiting."], accent: 2 },
  { template: "browser", address: "tidewater.example", title: "Read the docs" },
  {
    template: "phone",
    headline: "You only hear good news",
    app: "Tidewater",
    cards: [{ title: "Restore finished" }],
  },
  {
    template: "relations",
    hub: "Tidewater",
    nodes: [{ label: "Postgres" }, { label: "S3" }, { label: "Slack" }],
  },
  { template: "location", place: "Bergen", facts: [{ label: "When", text: "12 May" }] },
  { template: "image", asset: "sample-coast" },
  {
    template: "imageGrid",
    headline: "Three harbours",
    images: [{ asset: "sample-coast" }, { asset: "sample-hills" }, { asset: "sample-tower" }],
  },
  { template: "logo", name: "Tidewater", line: "Backups that restore" },
  { template: "closing", headline: "Try it today", link: "tidewater.dev" },
];
