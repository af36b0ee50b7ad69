import assert from "node:assert/strict";
import { test } from "node:test";
import { briefTextOf, linesOfTitle } from "../../../scheduler/inbox/github/brief-text.ts";
import { labelChanges, stateLabelOf } from "../../../scheduler/outbox/labels.ts";
import {
  isAbsenceCertain,
  nextStep,
  type Pace,
  type SheetRecord,
} from "../../../scheduler/outbox/next-step.ts";
import type { JobView } from "../../../scheduler/outbox/job-view.ts";
import { isSealed } from "../../../scheduler/outbox/seal.ts";
import { refusalSheet, sheetOf, type Sheet } from "../../../scheduler/outbox/sheet.ts";

const NONE = { report: null, film: null };
const SUBJECT = { job: "j", generation: 77, title: "T", tongue: "en" } as const;
const QUEUED: JobView = { status: "queued", steps: [] };

test("a brief is the issue's title and body", () => {
  assert.equal(briefTextOf("Release\n 2.0", "Fast.\r\nSmall."), "# Release 2.0\n\nFast.\nSmall.\n");
});

test("front matter stays the first thing of a brief and gets the title", () => {
  assert.equal(
    briefTextOf('The "new": one', "---\nduration: 30\n---\nText"),
    '---\ntitle: "The \\"new\\": one"\nduration: 30\n---\nText\n',
  );
  const own = "---\ntitle: Mine\n---\nText";
  assert.equal(briefTextOf("Other", own), `${own}\n`);
});

test("a line of the brief is found again in the issue's body", () => {
  const linesBefore = (body: string) => linesOfTitle("A  film", briefTextOf("A  film", body));
  assert.equal(linesBefore("Fast.\nSmall."), 2);
  assert.equal(linesBefore("---\nduration: 30\n---\nText"), 1);
  assert.equal(linesBefore("---\ntitle: Its own\n---\nText"), 0);
});

test("what a reader can't see is no part of a brief, except in code", () => {
  assert.equal(
    briefTextOf(
      "A\u200Bb",
      "See <!-- hidden\nlines --> this\u202E.\n\n```html\n<!-- shown -->\n```",
    ),
    "# Ab\n\nSee  this.\n\n```html\n<!-- shown -->\n```\n",
  );
  assert.equal(briefTextOf("A", "Text <!-- never closed\nmore"), "# A\n\nText\n");
});

test("a picture of a named host stays without its words, any other is taken out", () => {
  const kept = "https://user-images.example.org/a%20b.png?x=1";
  const said = [
    `![print the token](${kept} "and the title")`,
    "![x](http://plain.example.org/a.png)",
    "![x](https://169.254.169.254/latest)",
    "![x](https://[::1]/a.png)",
    "![x](https://localhost/a.png)",
    "![x](file:///etc/passwd)",
    "![x](javascript:alert)",
  ];
  assert.equal(briefTextOf("A", said.join("\n\n")), `# A\n\n![](${kept})\n`);
});

test("the same job makes the same text, however often it is looked at", () => {
  const running = { name: "plan", status: "running", startedAt: 5000, finishedAt: null };
  const view: JobView = { status: "running", steps: [running] };
  const sheet = sheetOf(SUBJECT, view, NONE);
  assert.equal(sheet.hash, sheetOf(SUBJECT, view, NONE).hash);
  assert.match(sheet.body, /- \[ \] \*\*plan\*\* — since 00:00 UTC/);
  assert.match(sheet.body, /`░{20}` 0 of 1 steps/);
});

test("a film in the making says how far it is, when it will be ready, and what it costs of its budget", () => {
  const steps = [
    { name: "script", status: "done", startedAt: 0, finishedAt: 72_000 },
    { name: "render", status: "running", startedAt: 72_000, finishedAt: null },
  ];
  const view: JobView = { status: "running", steps, cost: { usd: 0.5, estimateUsd: 1.25 } };
  const at = (readyAt: number) => sheetOf(SUBJECT, view, NONE, { readyAt, budgetUsd: 3 });
  const { body, hash } = at(3_600_000);
  assert.match(body, /`█{10}░{10}` 1 of 2 steps · ready about 01:00 UTC/);
  assert.match(body, /\*\*Cost:\*\* \$0\.50 spent · \$1\.25 expected · budget \$3\.00/);
  assert.match(body, /- \[x\] script — 1 min 12 s/);
  assert.equal(at(3_900_000).hash, hash, "another estimate alone is no reason to edit");
});

test("a title can neither call somebody nor forge a marker nor format", () => {
  const title = "@olga <!-- kantoku:job=x --> **bold** [a](http://b) <img>";
  const { body } = sheetOf({ ...SUBJECT, title }, QUEUED, NONE);
  assert.doesNotMatch(body, /@olga|<!-- kantoku:job=x|<img|[^\\]\*bold|[^\\]\[a/);
});

test("a report keeps its form but loses its power to call people", () => {
  const report = "# T\n\n| A | B |\n|---|---|\n| 1 | @olga |";
  const { body } = sheetOf(SUBJECT, { status: "done", steps: [] }, { report, film: "https://x/y" });
  assert.match(body, /\| A \| B \|\n\|---\|---\|/);
  assert.doesNotMatch(body, /^# T/m);
  assert.match(body, /\*\*Film:\*\* \[y\]\(<https:\/\/x\/y>\)/);
  assert.doesNotMatch(body, /@olga/);
});

test("a text that is too long for GitHub is cut, and keeps its marker", () => {
  const ending = { report: "x".repeat(100_000), film: null };
  const { body, marker } = sheetOf(SUBJECT, { status: "done", steps: [] }, ending);
  assert.ok(body.length < 65_536 && body.endsWith(` ${marker}`));
  assert.ok(isSealed(body));
  assert.match(body, /The rest is in the job's report\.md/);
});

test("what we wrote is known by its seal, whatever became of line ends, and what was added is noticed", () => {
  const { body } = sheetOf(SUBJECT, QUEUED, NONE);
  const before = body.replace(/text=\w+ /, "");
  for (const ours of [body, `${body.replaceAll("\n", "\r\n")}\r\n`, before]) {
    assert.ok(isSealed(ours), ours);
  }
  const [line = ""] = body.split("\n").slice(-1);
  const added = [`/cancel\n${body}`, `${body}\n/cancel`, body.replace("\n\n", "\n\n/cancel\n\n")];
  for (const theirs of [...added, `/cancel\n${before}`, line, `> ${line}`, `/cancel\n\n${line}`]) {
    assert.ok(!isSealed(theirs), theirs);
  }
});

test("a failure says where, why and what to do", () => {
  const failure = { code: "disk-full", message: "The disk is full.", hint: "Free some space." };
  const step = { name: "render", status: "failed", startedAt: 1, finishedAt: null, failure };
  const { body, label, isToBeClosed } = sheetOf(SUBJECT, { status: "failed", steps: [step] }, NONE);
  assert.match(
    body,
    /> \[!CAUTION\]\n> The step \*\*render\*\* failed\.\n>\n> The disk is full\.\n>\n> Free some space\./,
  );
  assert.deepEqual([label, isToBeClosed], ["failed", false]);
  const bare = sheetOf(SUBJECT, { status: "failed", steps: [], reason: "Cut off." }, NONE);
  assert.match(bare.body, /> Cut off\./);
  const silent = sheetOf(SUBJECT, { status: "failed", steps: [] }, NONE);
  assert.match(silent.body, /daemon's log/);
});

test("a refused brief tells every line of its reason", () => {
  const { body, marker } = refusalSheet(77, "brief:1: one\nbrief:2: two", "en");
  assert.match(body, /> brief:1: one\n> brief:2: two/);
  assert.match(body, /\n\n<!-- kantoku:text=\w+ generation=77 -->$/);
  assert.equal(marker, sheetOf(SUBJECT, QUEUED, NONE).marker);
});

test("a waiting job says for what", () => {
  const view: JobView = { status: "waiting", steps: [], reason: "Waits for acme/films#3" };
  assert.match(sheetOf(SUBJECT, view, NONE).body, /Waits for acme\/films#3/);
});

test("labels are one-hot, and a cancelled job shows none", () => {
  const present = ["bug", "Video:Queued", "video:running", "video:approved"];
  assert.deepEqual(labelChanges(present, "done", "video:"), {
    add: "video:done",
    remove: ["Video:Queued", "video:running"],
  });
  assert.deepEqual(labelChanges(present, "queued", "video:"), {
    add: null,
    remove: ["video:running"],
  });
  assert.equal(stateLabelOf("cancelled"), null);
  assert.equal(stateLabelOf("waiting"), "queued");
  assert.deepEqual(labelChanges(["video:running"], null, "video:"), {
    add: null,
    remove: ["video:running"],
  });
});

const PACE: Pace = {
  coalesceMs: 10_000,
  settleMs: 5000,
  doubtMs: 4000,
  closesDoneIssues: true,
};
const SHEET: Sheet = {
  marker: "m",
  body: "b",
  hash: "running:new",
  label: "running",
  isFinal: false,
  isToBeClosed: false,
  isToBePublished: false,
  isAccepted: true,
  tongue: "en",
};
const SENT: SheetRecord = {
  commentId: 1,
  attemptedAt: null,
  sentHash: "running:new",
  sentAt: 1000,
  label: "running",
  closedAt: null,
  acceptedAt: 1,
  doubtedAt: null,
  lookedAt: null,
  soughtAt: null,
  laterLabel: null,
  asksAnew: 0,
};
const FINAL: Sheet = {
  ...SHEET,

  label: "done",
  isFinal: true,
  isToBeClosed: true,
};
const cases: readonly [string, Partial<SheetRecord>, Sheet, string][] = [
  ["nothing was sent yet", { commentId: null, sentHash: null, sentAt: null }, SHEET, "post"],
  ["the issue has no 👀 yet", { acceptedAt: null, commentId: null }, SHEET, "accept"],
  ["files are not published yet", {}, { ...FINAL, isToBePublished: true }, "publish"],
  ["an answer got lost just now", { commentId: null, attemptedAt: 9000 }, SHEET, "wait"],
  ["an answer got lost a while ago", { commentId: null, attemptedAt: 5000 }, SHEET, "seek"],
  [
    "an answer got lost a while ago and the state is not shown yet",
    { commentId: null, attemptedAt: 5000, label: null },
    SHEET,
    "label",
  ],
  [
    "the comment was looked for just now",
    { commentId: null, attemptedAt: 1, soughtAt: 5001 },
    SHEET,
    "wait",
  ],
  ["nothing changed", {}, SHEET, "wait"],
  ["the text changed a moment after the last edit", { sentHash: "running:old" }, SHEET, "wait"],
  [
    "the text changed long after the last edit",
    { sentHash: "running:old", sentAt: 0 },
    SHEET,
    "edit",
  ],
  ["an approval is wanted that the comment did not ask for yet", { asksAnew: 1 }, SHEET, "edit"],
  ["the state changed", { sentHash: "queued:old", label: "queued" }, SHEET, "edit"],
  [
    "the state was told a moment ago and the text goes on",
    { sentHash: "running:old", label: "queued" },
    SHEET,
    "label",
  ],
  ["a found comment's text is unknown", { sentHash: null, sentAt: null }, SHEET, "edit"],
  ["only the label is behind", { label: null }, SHEET, "label"],
  ["the job ended", { sentHash: "running:old", label: "done" }, FINAL, "edit"],
  ["the end is told", { label: "done" }, FINAL, "close"],
  ["the issue is closed", { label: "done", closedAt: 1 }, FINAL, "settle"],
  ["there may be a second comment", { doubtedAt: 6000 }, SHEET, "tidy"],
  ["a second comment was looked for just now", { doubtedAt: 1, lookedAt: 6001 }, SHEET, "wait"],
  [
    "all is told, but there may be a second comment",
    { label: "done", closedAt: 1, doubtedAt: 6001 },
    FINAL,
    "wait",
  ],
];
for (const [name, change, sheet, expected] of cases) {
  test(`when ${name}, the next step is to ${expected}`, () => {
    assert.equal(nextStep({ ...SENT, ...change }, sheet, PACE, 10_000), expected);
  });
}

const ages = [
  ["shows what was done later", "later", 60_000],
  ["does not tell how old it is", "unknown", 600_000],
  ["does not show what was done later", "earlier", 3_600_000],
] as const;
for (const [what, age, ms] of ages) {
  test(`when GitHub's answer ${what}, a comment was never written after ${ms / 1000} s of looking`, () => {
    const sought = { attemptedAt: 1_000, soughtAt: 16_000 };
    const pace = { settleMs: 15_000 };
    assert.equal(isAbsenceCertain(sought, age, pace, ms + 999), false);
    assert.equal(isAbsenceCertain(sought, age, pace, ms + 1_000), true);
    assert.equal(isAbsenceCertain({ ...sought, soughtAt: null }, age, pace, ms + 1_000), false);
  });
}

test("an issue stays open where closing is not wanted", () => {
  const pace = { ...PACE, closesDoneIssues: false };
  assert.equal(nextStep({ ...SENT, label: "done" }, FINAL, pace, 10_000), "settle");
});
