import type { SceneContent } from "../../scene-graph/content.ts";

/** The English contents from the terminal on: what is drawn as the thing that it is about, pictures, and the end. */
export const EN_LONG_DRAWN: readonly SceneContent[] = [
  {
    template: "terminal",
    headline: "A broken disk is back in three commands, and the last one only looks",
    lines: [
      { kind: "comment", text: "# On any machine that can reach the store" },
      { kind: "command", text: "tidewater snapshots --service orders --verified --newest 3" },
      { kind: "output", text: "4f1c  02:14  verified  412 GB" },
      { kind: "output", text: "9b02  01:14  verified  411 GB" },
      { kind: "command", text: 'tidewater restore 4f1c --to "/srv/orders" --stream' },
      { kind: "output", text: "mounted in 0.8 s, 100 % readable" },
      { kind: "command", text: "tidewater health orders" },
      { kind: "output", text: "ok: 18,204 requests served since the mount" },
    ],
  },
  {
    template: "fileTree",
    headline: "Everything that a restore needs lies in one folder that people can read",
    entries: [
      { name: "tidewater", depth: 0, isFolder: true },
      { name: "policies", depth: 1, isFolder: true, note: "what is kept, for how long" },
      { name: "orders.policy.ts", depth: 2, isFolder: false },
      { name: "customers.policy.ts", depth: 2, isFolder: false },
      { name: "snapshots", depth: 1, isFolder: true, note: "open format, documented" },
      { name: "2026-05-12", depth: 2, isFolder: true },
      { name: "blocks", depth: 3, isFolder: true, note: "encrypted with your keys" },
      { name: "manifest.json", depth: 3, isFolder: false },
      { name: "reports", depth: 1, isFolder: true },
      { name: "verification.log", depth: 2, isFolder: false, note: "written every night" },
      { name: "README.md", depth: 1, isFolder: false },
    ],
  },
  {
    template: "timeline",
    headline: "Four years from a weekend experiment to a company that restores for a living",
    events: [
      { when: "March 2022", label: "Two engineers restore a disk from a chat message" },
      { when: "June 2023", label: "The format is published and read by others" },
      { when: "May 2024", label: "Version 1.5 verifies every snapshot at night" },
      { when: "January 2025", label: "Three thousand sites run the public beta" },
      { when: "October 2025", label: "The new engine streams blocks as they are asked for" },
      { when: "12 May 2026", label: "Version 2.0 restores in seconds" },
    ],
  },
  {
    template: "kinetic",
    beats: [
      "No agents to install,",
      "no cloud to trust,",
      "no keys to hand over,",
      "and no night shift.",
    ],
    accent: 3,
  },
  {
    template: "browser",
    address: "docs.tidewater.example/restore/getting-started",
    title: "Get started with restores that finish before your coffee does",
    text: "Install one binary, point it at a store that you already have, and break something on purpose to see it come back.",
  },
  {
    template: "phone",
    headline: "The app reports only what you would want to be woken up for, or told in the morning",
    app: "Tidewater On Call",
    cards: [
      {
        title: "Disk of orders-db stopped answering",
        text: "Noticed after eight seconds; the newest snapshot is mounted",
      },
      { title: "Service answers again", text: "Half a minute without orders, none of them lost" },
      { title: "All blocks are back", text: "412 GB verified, nothing left to do" },
      { title: "Report for the morning", text: "Two pages, ready at seven" },
    ],
  },
  {
    template: "relations",
    headline: "Tidewater stands between what you run and where you keep it",
    hub: "Tidewater engine",
    nodes: [
      { label: "Postgres and MySQL", detail: "snapshots without a pause" },
      { label: "Virtual machines", detail: "booted from the store" },
      { label: "Home folders", detail: "single files, by anybody" },
      { label: "Object storage", detail: "any of five vendors, or your own" },
      { label: "Grafana and Prometheus", detail: "every restore is a metric" },
      { label: "Slack, mail, pager", detail: "in this order" },
    ],
  },
  {
    template: "location",
    place: "Grieghallen conference centre",
    address: "Edvard Griegs plass 1, 5015 Bergen, Norway, second floor, room Peer Gynt",
    facts: [
      { label: "When", text: "Tuesday, 12 May 2026, 9:30 to 17:00" },
      { label: "For", text: "Operators and everybody who is on call" },
      { label: "Price", text: "Free, with registration by the end of April" },
    ],
  },
  {
    template: "image",
    asset: "sample-hills",
    caption: "The data centre lies under the hill behind the harbour, cooled by the fjord all year",
    credit: "Photograph: Mara Lindqvist, CC BY 4.0",
  },
  {
    template: "imageGrid",
    headline: "Five sites that restored in front of an audience, and one that did it twice",
    images: [
      { asset: "sample-coast", caption: "Northern Ferry Lines, Bergen" },
      { asset: "sample-hills", caption: "Hillside Hospital, Lyon" },
      { asset: "sample-tower", caption: "City archive, Ghent" },
      { asset: "sample-night", caption: "Observatory, Tenerife" },
      { asset: "sample-hills", caption: "Regional library, Graz" },
    ],
  },
  {
    template: "logo",
    asset: "sample-mark",
    name: "Tidewater Restore Company",
    line: "Backups are easy to make, and we are here for the other half of them",
  },
  {
    template: "closing",
    headline: "Restore something today, before you have to restore everything",
    action: "Install the beta, break a disk on purpose, and tell us what you saw when it came back",
    link: "docs.tidewater.example/restore/getting-started",
  },
];
