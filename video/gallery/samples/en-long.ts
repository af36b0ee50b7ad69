import type { SceneContent } from "../../scene-graph/content.ts";
import { EN_LONG_DRAWN } from "./en-long-drawn.ts";

/** English contents of every template, as long as the ScriptSmith may write them. */
export const EN_LONG: readonly SceneContent[] = [
  {
    template: "title",
    kicker: "Release announcement for operations teams",
    headline: "Tidewater 2.0 brings every backup back in seconds instead of hours",
    subtitle:
      "A new restore engine, a verified snapshot format and one binary that runs everywhere your servers already are",
  },
  {
    template: "section",
    number: "03",
    headline: "What changes for the people who are woken up at night when a disk fails",
  },
  {
    template: "statement",
    text: "A backup that nobody has ever restored is not a backup but a hope, and hope is not an operations plan",
    emphasis: ["is not a backup but a hope", "operations plan"],
  },
  {
    template: "list",
    headline: "Six things that the new restore engine does differently from the old one",
    items: [
      {
        text: "Streams blocks as they are needed",
        detail: "Programs start before the last byte has arrived on the new disk",
      },
      {
        text: "Verifies every snapshot each night",
        detail: "A failed check raises an alert with the damaged files by name",
      },
      { text: "Runs as one binary on Linux, macOS and Windows" },
      {
        text: "Keeps an open, documented format",
        detail: "Anyone can write a reader in an afternoon",
      },
      { text: "Encrypts with keys that stay with you" },
      {
        text: "Costs nothing for teams of up to five people",
        detail: "Larger teams pay per protected terabyte",
      },
    ],
  },
  {
    template: "steps",
    headline: "From a failed disk to a running service in five steps that need no manual",
    steps: [
      {
        label: "Detect the failure",
        detail: "The agent notices missing heartbeats within ten seconds",
      },
      {
        label: "Choose a snapshot",
        detail: "The newest one that passed its nightly verification",
      },
      {
        label: "Mount it at once",
        detail: "Blocks stream in the order in which programs ask for them",
      },
      { label: "Start the service", detail: "Health checks decide when traffic may return" },
      { label: "Fill in the rest", detail: "The remaining data follow in the background" },
    ],
  },
  {
    template: "figure",
    value: "1,204,880",
    prefix: "≈",
    unit: "restores",
    label: "verified restores since the first public beta in the spring of last year",
    context:
      "Counted by the opt-in telemetry of 3,100 installations; the true number is certainly higher than that",
  },
  {
    template: "chart",
    kind: "bar",
    headline: "Median time to restore one terabyte, by version and storage backend",
    unit: "minutes",
    series: [
      { label: "Tidewater 1.0 on spinning disks", value: 412.5 },
      { label: "Tidewater 1.5 on spinning disks", value: 187 },
      { label: "Tidewater 1.5 on object storage", value: 143.25 },
      { label: "Tidewater 2.0 on spinning disks", value: 24 },
      { label: "Tidewater 2.0 on object storage", value: 11.5 },
      { label: "Tidewater 2.0 on local flash", value: 2.75 },
    ],
  },
  {
    template: "chart",
    kind: "line",
    headline: "Restores per week have grown ever since verification became the default",
    unit: "restores",
    series: [
      { label: "Jan", value: 1200 },
      { label: "Feb", value: 1850 },
      { label: "Mar", value: 1720 },
      { label: "Apr", value: 2900 },
      { label: "May", value: 4100 },
      { label: "Jun", value: 5250 },
      { label: "Jul", value: 7800 },
      { label: "Aug", value: 9640 },
    ],
  },
  {
    template: "chart",
    kind: "donut",
    headline: "What people restored in the last twelve months, by kind of data",
    unit: "terabytes",
    series: [
      { label: "Databases", value: 412 },
      { label: "Virtual machines", value: 305 },
      { label: "Home folders and documents", value: 188 },
      { label: "Object storage buckets", value: 96 },
      { label: "Everything else", value: 41 },
    ],
  },
  {
    template: "comparison",
    headline: "What a night with a broken disk looks like, before and after the upgrade",
    left: {
      title: "With version 1.5 and a runbook",
      points: [
        "Somebody is woken up and reads the runbook",
        "Data are copied back in full for three hours",
        "Nobody knows whether the copy is complete",
        "Customers write to the support desk",
      ],
    },
    right: {
      title: "With version 2.0",
      points: [
        "The agent mounts the newest verified snapshot",
        "The service answers again after half a minute",
        "A report waits in the morning",
        "Nobody was woken up",
      ],
    },
  },
  {
    template: "quote",
    text: "We pulled the plug on a production database in front of our board, and before anybody had finished their question the service was back, with every row where it belonged.",
    attribution: "Mara Lindqvist, head of operations at Northern Ferry Lines",
  },
  {
    template: "code",
    headline: "A restore policy is twelve lines of configuration, checked before it runs",
    language: "typescript",
    lines: [
      'import { policy, snapshot } from "tidewater";',
      "",
      "// Every night, verify what we would restore in the morning.",
      "export default policy({",
      '  name: "orders-database",',
      '  source: snapshot("postgres://orders.internal:5432/orders"),',
      "  verify: { every: 24, unit: 'hours', sample: 0.05 },",
      "  restore: async (target) => {",
      "    await target.mount({ stream: true, priority: 10 });",
      "    return target.health() === 'ok';",
      "  },",
      "});",
    ],
    highlight: [7, 9],
  },
  {
    template: "table",
    headline: "What each plan includes, and what it costs per month and terabyte",
    header: ["Plan", "Protected data", "Support", "Price"],
    rows: [
      ["Solo", "up to 500 GB", "Community forum", "$0"],
      ["Team", "up to 20 TB", "Next business day", "$12"],
      ["Business", "up to 200 TB", "Four hours, every day", "$9.50"],
      ["Enterprise", "unlimited", "Thirty minutes, named engineers", "$7"],
      ["Education", "up to 50 TB", "Community forum", "$3"],
    ],
  },
  ...EN_LONG_DRAWN,
];
