import assert from "node:assert/strict";
import { test } from "node:test";
import { JOB_STATUSES, type JobStatus } from "../../../scheduler/job.ts";
import type { Ending, JobView, SheetExtras } from "../../../scheduler/outbox/job-view.ts";
import { commandIn } from "../../../scheduler/outbox/replies/command.ts";
import { refusalSheet, sheetOf } from "../../../scheduler/outbox/sheet.ts";
import { measuredTable } from "../../../video/measure/table.ts";
import { reactionsTo } from "../../support/github/reactions.ts";
import { openDesk } from "./desk.ts";

const BRIEF = "新しい設計図。速く、軽く、そのまま。\n\n- 起動は20ミリ秒\n- 使うのは40メガバイト\n";
const SUBJECT = { job: "j", generation: 7, title: "設計図", tongue: "ja" } as const;
const STEPS: JobView["steps"] = [
  { name: "concept", status: "done", startedAt: 0, finishedAt: 72_000, summary: "calm, 90 bpm" },
  { name: "assets:s01", status: "done", startedAt: 0, finishedAt: 4_000_000 },
  { name: "assets:s02", status: "running", startedAt: 1_000, finishedAt: null },
  { name: "publish", status: "waiting", startedAt: null, finishedAt: null },
];
const FAILED: JobView["steps"] = [
  {
    name: "render:s01",
    status: "failed",
    startedAt: 1,
    finishedAt: 2,
    attempts: 3,
    failure: { code: "disk-full", message: "", hint: "Free some space." },
  },
];
const HOLDS = [
  { cause: "questions", reason: "", heldAt: 0 },
  { cause: "approval", reason: "expensive", heldAt: 0 },
];
const EXTRAS: SheetExtras = {
  assumptions: ["長さの指定がないため、30秒としました。"],
  budgetUsd: 3,
  questions: [{ text: "映像の長さはどのくらいですか？", assumed: "30秒" }],
  defaultsAt: 0,
  readyAt: 0,
  approveAboveUsd: 5,
  editor: "olga",
  replies: [{ author: "olga", text: "状況は？", answer: "制作中です。" }],
};
const FILM: Ending = {
  report: null,
  results: {
    verdict: "**検査に合格しました。** 1項目中1項目が基準内です。",
    measured: "| | 検査 | 測定値 | 基準 |\n|---|---|---|---|\n| ✅ | 音量 | -14.1 | -14 ± 1 |",
    doubts: ["音量： -11.0 （基準は -14 ± 1）"],
  },
  film: "https://github.com/film.mp4",
  poster: "https://x/p.png",
};

/** Names, commands, units and addresses are the same in every language. */
function foreignWords(body: string): string[] {
  const words = body
    .replaceAll(/`[^`]*`|<!--[^]*?-->|<[^>]*>|\]\([^)]*\)|\[![A-Z]+\]/g, " ")
    .match(/[A-Za-z]{2,}/g);
  return (words ?? []).filter((word) => !NAMES.has(word));
}
const NAMES = new Set([
  "Kantoku",
  "Issue",
  "UTC",
  "GitHub",
  "olga",
  "film",
  "mp",
  "BGM",
  "report",
  "Release",
  "md",
]);

function viewOf(status: JobStatus): JobView {
  const cost = { usd: 0.5, estimateUsd: 9 };
  const reason = status === "cancelled" ? "olga さんが中止しました。" : null;
  const doubts = status === "needs-review" ? ["音が大きすぎます。"] : [];
  const steps = status === "failed" ? FAILED : STEPS;
  return { status, steps, cost, reason, doubts, ...(status === "waiting" && { holds: HOLDS }) };
}

for (const status of JOB_STATUSES) {
  test(`of a film that is ${status}, a Japanese comment says nothing in another language`, () => {
    const { body } = sheetOf(SUBJECT, viewOf(status), FILM, EXTRAS);
    assert.deepEqual(foreignWords(body), [], body);
    assert.match(body, /^### [\p{Script=Hiragana}\p{Script=Han}]+：設計図\n/u);
  });
}

test("what was measured is told by the names of the checks in Japanese", () => {
  const row = (check: string) => ({ check, measured: "1", limit: "2", passed: true });
  const measurements = ["Loudness", "Caption reading speed", "Video stream"].map(row);
  const table = measuredTable({ passed: true, measurements, findings: [], skipped: [] }, "ja");
  assert.deepEqual(foreignWords(table), []);
  assert.match(sheetOf(SUBJECT, viewOf("needs-review"), FILM).body, /- 音量： -11\.0 （基準は/);
});

test("a refused brief is told in Japanese what to do", () => {
  const { body } = refusalSheet(7, "文章が200000文字あります。", "ja");
  assert.deepEqual(foreignWords(body), []);
  assert.match(body, /ラベルを外して付け直してください/);
});

test("a Japanese brief is asked, answered and changed in Japanese, from the first word to the last", async (t) => {
  const desk = await openDesk(t);
  const filming = desk.film(BRIEF);
  await desk.until(() => filming.sheet().includes("始める前に教えてください"), "it is asked");
  assert.match(
    filming.sheet(),
    /1\. \*\*映像の長さはどのくらいですか？\*\* お返事がなければ \d+秒 にします。/,
  );
  assert.deepEqual(foreignWords(filming.sheet()), [], filming.sheet());

  const wrong = filming.say("rita", "1. 長め 2. はい");
  await desk.until(
    () => reactionsTo(wrong).includes("confused kantoku-bot"),
    "it is not understood",
  );
  const answer = filming.say("rita", "１．３０秒　２．はい");
  await desk.until(() => reactionsTo(answer).includes("+1 kantoku-bot"), "the answer is heard");
  await desk.until(() => filming.issue.state === "closed", "the film is done");
  const sheet = filming.sheet();
  assert.match(sheet, /### 完成：/);
  assert.match(sheet, /「長め」は長さとして読めませんでした/);
  assert.match(sheet, /長さは30秒ですね。ほかは案のままにします。制作を始めます。/);

  const wish = filming.say("olga", "ショット2をカメラ固定にして");
  await desk.until(() => reactionsTo(wish).includes("+1 kantoku-bot"), "the wish is thanked for");
  await desk.until(
    () => filming.sheet().includes("ショット2のカメラを「固定」にしました。"),
    "it is told",
  );
});

test("what is wrong with a Japanese brief is told in Japanese, each with its place", async (t) => {
  const desk = await openDesk(t, { hasInbox: true });
  const body = `---\n長さ: 長め\ndurration: 30\n---\n${BRIEF}`;
  const issue = desk.films.open({ by: "olga", title: "設計図", body, labels: ["video"] });
  await desk.until(() => issue.comments.length > 0, "it is refused");
  const told = issue.comments[0]?.body ?? "";
  assert.match(
    told,
    /（2行目1文字目）： 長さ： 「長め」は長さとして読めません（6秒から600秒までで、/,
  );
  assert.match(told, /（3行目1文字目）： 「durration」という項目はありません（「duration」のこと/);
  assert.deepEqual(foreignWords(told.replaceAll(/acme\/films|durr?ation|\ds/g, "")), [], told);
});

test("commands are read as a Japanese keyboard writes them", () => {
  assert.deepEqual(commandIn("お願いします。\n／承認"), { kind: "approve" });
  assert.deepEqual(commandIn("／ｐｒｉｏｒｉｔｙ　ｐ０"), { kind: "priority", priority: 0 });
  assert.deepEqual(commandIn("/優先度 1"), { kind: "priority", priority: 1 });
});

test("the settings may name the language, whatever a brief is written in", async (t) => {
  const desk = await openDesk(t, { settings: { language: "en" } });
  const filming = desk.film(BRIEF);
  await desk.until(() => filming.sheet().includes("How long should the film be?"), "it is asked");
  assert.match(filming.sheet(), /### Your answer, please: /);
});
