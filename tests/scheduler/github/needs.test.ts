import assert from "node:assert/strict";
import { test } from "node:test";
import { namedNeeds } from "../../../scheduler/inbox/github/needs/named.ts";
import { ENGLISH } from "../../../scheduler/phrases/english.ts";
import { waitingReason } from "../../../scheduler/inbox/github/needs/verdict.ts";
import type { IssueState } from "../../support/github/world.ts";
import { LIST, openStudio, RUNNING, untilAsked, type Studio } from "./studio.ts";

const HOME = { owner: "acme", repo: "films" };

const texts: readonly [string, readonly string[], string][] = [
  ["A film.\n\nDepends on #12", ["acme/films#12"], "A film."],
  ["- [ ] Blocked by owner/repo#3\nText.", ["owner/repo#3"], "Text."],
  ["**Depends on**: #1, #2 and a/b#3.\nText.", ["acme/films#1", "acme/films#2", "a/b#3"], "Text."],
  ["It depends on #4, as you know.", ["acme/films#4"], "It depends on #4, as you know."],
  ["Depends on https://github.com/x/y/issues/9", ["x/y#9"], ""],
  ["依存: #7\n本文。", ["acme/films#7"], "本文。"],
  [
    "---\ntitle: T\ndepends_on: [12, '#13', o/r#4]\nduration: 20\n---\nText.",
    ["acme/films#12", "acme/films#13", "o/r#4"],
    "---\ntitle: T\nduration: 20\n---\nText.",
  ],
  ["---\ndepends_on:\n  - 5\n  - o/r#6\n---\nText.", ["acme/films#5", "o/r#6"], "Text."],
  ["Text.\n\n```yaml\nblocked_by: [8]\n```", ["acme/films#8"], "Text."],
  [
    "### Depends on\n\n- #20\n- o/r#21\n\n### Duration\n\n20 s",
    ["acme/films#20", "o/r#21"],
    "### Duration\n\n20 s",
  ],
  ["### Depends on\n\n_No response_\n\n### Duration\n\n20 s", [], "### Duration\n\n20 s"],
  [
    "`Depends on #99`\n\n```\nDepends on #98\n```\nSee #97; the product depends on care.",
    [],
    "`Depends on #99`\n\n```\nDepends on #98\n```\nSee #97; the product depends on care.",
  ],
];
for (const [text, needs, rest] of texts) {
  test(`what must come first is read from ${JSON.stringify(text).slice(0, 60)}, and not filmed`, () => {
    const named = namedNeeds(text, HOME, ENGLISH);
    assert.deepEqual(named.needs, needs);
    assert.equal(named.text.trim(), rest);
    assert.deepEqual(named.problems, []);
  });
}

test("a dependency that names no issue is a problem, not a guess", () => {
  const { problems } = namedNeeds("---\ndepends_on: [soon, -3]\n---\nText.", HOME, ENGLISH);
  assert.match(problems.join("\n"), /"soon" names no issue[^]*"-3" names no issue/);
});

const BY_ITSELF = " It starts by itself when what it waits for is closed, or filmed.";

test("a circle is named in order, for those who are in it alone", () => {
  const edges = [
    { issue: "a/b#1", need: "a/b#2" },
    { issue: "a/b#2", need: "a/b#3" },
    { issue: "a/b#3", need: "a/b#1" },
    { issue: "a/b#4", need: "a/b#1" },
  ];
  const circle = /circle: a\/b#1 → a\/b#2 → a\/b#3 → a\/b#1\. Take one/;
  assert.match(waitingReason("a/b#1", ["a/b#2"], edges, ENGLISH) ?? "", circle);
  assert.equal(
    waitingReason("a/b#4", ["a/b#1"], edges, ENGLISH),
    `It waits for a/b#1.${BY_ITSELF}`,
  );
  assert.match(waitingReason("a/b#5", ["a/b#5"], [], ENGLISH) ?? "", /circle: a\/b#5 → a\/b#5/);
  assert.equal(
    waitingReason("a/b#5", ["a/b#6", "a/b#7"], [], ENGLISH),
    `It waits for a/b#6 and a/b#7.${BY_ITSELF}`,
  );
  assert.equal(waitingReason("a/b#5", [], edges, ENGLISH), null);
});

const reasonOf = (studio: Studio, job: string): string => studio.view(job)?.reason ?? "";
const untilStatus = (studio: Studio, job: string, status: string): Promise<void> =>
  studio.github.until(() => studio.view(job)?.status === status, `${job} is ${status}`);

test("a film waits for the issue that its brief names, says so, and starts when that is closed", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const first = films.open({ by: "olga", title: "First" });
  const text = { body: "Words.\n\nDepends on #1", labels: ["video"] };
  const second = films.open({ by: "olga", title: "Second", ...text });
  studio.start();
  await untilStatus(studio, "job-1", "waiting");
  assert.equal(reasonOf(studio, "job-1"), `It waits for acme/films#1.${BY_ITSELF}`);
  assert.equal(studio.admitted[0]?.text, "# Second\n\nWords.\n\n");
  await github.until(() => second.comments.length === 1, "it is told");
  assert.match(second.comments[0]?.body ?? "", /It waits for acme\/films#1/);

  github.world.setState(first, "closed", "completed");
  studio.advance(60_000);
  await untilStatus(studio, "job-1", "queued");
  assert.deepEqual(github.violations, []);
});

test("with the clock set back by a day, it is looked each minute what films wait for", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const first = films.open({ by: "olga", title: "First" });
  films.open({ by: "olga", title: "Second", body: "Depends on #1", labels: ["video"] });
  const third = films.open({ by: "olga", title: "Third", labels: ["video"] });
  studio.start();
  await untilStatus(studio, "job-1", "waiting");
  await untilStatus(studio, "job-2", "queued");
  studio.setClock(-86_400_000);
  github.world.setState(first, "closed", "completed");
  third.blockedBy.push(films.open({ by: "olga", title: "Fourth" }));
  studio.advance(60_000);
  await untilStatus(studio, "job-1", "queued");
  await untilStatus(studio, "job-2", "waiting");
});

test("a film that is done is enough, and nobody waits a minute for it", async () => {
  await using studio = await openStudio();
  const { films } = studio;
  films.open({ by: "olga", title: "First", labels: ["video"] });
  films.open({ by: "olga", title: "Second", body: "Blocked by #1", labels: ["video"] });
  studio.start({ outbox: { closesDoneIssues: false } });
  await untilStatus(studio, "job-2", "waiting");
  studio.set("job-1", { status: "done", steps: [] });
  await untilStatus(studio, "job-2", "queued");
});

for (const [what, join] of [
  ["blocks it", (issue: IssueState, other: IssueState) => void issue.blockedBy.push(other)],
  ["is a part of it", (issue: IssueState, other: IssueState) => void issue.subIssues.push(other)],
] as const) {
  test(`a film waits for an issue that ${what}, of another repository too`, async () => {
    await using studio = await openStudio();
    const { films, github } = studio;
    const parts = github.repository("acme/parts");
    const other = parts.open({ by: "olga", title: "Part" });
    const issue = films.open({ by: "olga", title: "Whole" });
    join(issue, other);
    films.label(issue, "video", "olga");
    studio.start();
    await untilStatus(studio, "job-1", "waiting");
    assert.equal(reasonOf(studio, "job-1"), `It waits for acme/parts#1.${BY_ITSELF}`);
    github.world.setState(other, "closed", "completed");
    studio.advance(60_000);
    await untilStatus(studio, "job-1", "queued");
    assert.deepEqual(github.violations, []);
  });
}

test("what came to block a waiting film since is seen just before it would start", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const first = films.open({ by: "olga", title: "First" });
  const late = films.open({ by: "olga", title: "Late" });
  const issue = films.open({ by: "olga", title: "Film", body: "Depends on #1", labels: ["video"] });
  studio.start();
  await untilStatus(studio, "job-1", "waiting");
  issue.blockedBy.push(late);
  github.world.setState(first, "closed", "completed");
  studio.advance(60_000);
  await github.until(() => reasonOf(studio, "job-1").includes("#2"), "it waits for the other");
  assert.equal(reasonOf(studio, "job-1"), `It waits for acme/films#2.${BY_ITSELF}`);
});

test("a circle is told on its issues, and ends when one of them is closed", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const first = films.open({ by: "olga", title: "Hen", body: "Depends on #2", labels: ["video"] });
  const second = films.open({ by: "olga", title: "Egg", body: "Depends on #1", labels: ["video"] });
  studio.start();
  const told = ({ comments }: IssueState) => /in a circle/.test(comments[0]?.body ?? "");
  await github.until(() => told(second), "the circle is told");
  studio.advance(60_000);
  await github.until(() => told(first), "the circle is told on the other, too");
  github.world.setState(first, "closed", "not_planned");
  studio.advance(60_000);
  await untilStatus(studio, "job-1", "cancelled");
  await untilStatus(studio, "job-2", "queued");
});

test("a dependency that does not exist is refused with its name", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({
    by: "olga",
    title: "Lost",
    body: "Depends on #99",
    labels: ["video"],
  });
  studio.start();
  await github.until(() => issue.comments.length === 1, "it is answered");
  assert.match(issue.comments[0]?.body ?? "", /acme\/films#99, which does not exist/);
  assert.equal(studio.admitted.length, 0);
});

test("a circle is one in whatever case its issues are named", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  films.open({ by: "olga", title: "First", body: "Depends on Acme/Films#2", labels: ["video"] });
  films.open({ by: "olga", title: "Second", body: "Depends on ACME/films#1", labels: ["video"] });
  studio.start();
  await untilStatus(studio, "job-2", "waiting");
  studio.advance(60_000);
  const circle = /circle: acme\/films#1 → acme\/films#2 → acme\/films#1/;
  await github.until(() => circle.test(reasonOf(studio, "job-1")), "the circle is told");
  assert.deepEqual(github.violations, []);
});

test("a dependency that is deleted keeps its film waiting, and says so", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const first = films.open({ by: "olga", title: "First" });
  films.open({ by: "olga", title: "Second", body: "Depends on #1", labels: ["video"] });
  studio.start();
  await untilStatus(studio, "job-1", "waiting");
  films.delete(first);
  studio.advance(60_000);
  await github.until(() => reasonOf(studio, "job-1").includes("does not exist"), "it is told");
  await untilAsked(studio, LIST, 3);
  assert.equal(studio.view("job-1")?.status, "waiting");
});

test("a dependency that GitHub does not show us for now keeps no other issue waiting", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const text = { body: "Depends on acme/secret#1", labels: ["video"] };
  films.open({ by: "olga", title: "Hidden", ...text });
  github.chaos = (_method, path) =>
    path.includes("/secret/") ? { name: "status", status: 403 } : undefined;
  studio.start();
  await github.until(() => JSON.stringify(studio.events).includes("secret#1"), "it is reported");
  const second = films.open({ by: "olga", title: "Second", labels: ["video"] });
  await github.until(() => studio.admitted.length === 1, "the next one is a job");
  films.unlabel(second, "video", "olga");
  await untilStatus(studio, "job-1", "cancelled");
});

test("a dependency that GitHub calls gone for a moment is no reason to refuse a brief", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  films.open({ by: "olga", title: "First" });
  films.open({ by: "olga", title: "Second", body: "Depends on #1", labels: ["video"] });
  const path = /\/issues\/1$/;
  github.injectFault({ method: "GET", path, kind: { name: "status", status: 404 }, times: 2 });
  studio.start();
  await untilStatus(studio, "job-1", "waiting");
  assert.equal(reasonOf(studio, "job-1"), `It waits for acme/films#1.${BY_ITSELF}`);
});

test("what came to block a film that waits in line is seen, and it starts when that is closed", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const late = films.open({ by: "olga", title: "Late" });
  const issue = films.open({ by: "olga", title: "Film", labels: ["video"] });
  studio.start();
  await untilStatus(studio, "job-1", "queued");
  issue.blockedBy.push(late);
  studio.advance(60_000);
  await untilStatus(studio, "job-1", "waiting");
  assert.equal(reasonOf(studio, "job-1"), `It waits for acme/films#1.${BY_ITSELF}`);
  github.world.setState(late, "closed", "completed");
  studio.advance(60_000);
  await untilStatus(studio, "job-1", "queued");
  assert.deepEqual(github.violations, []);
});

test("a film that an agent has begun with is not asked about any more, nor one while GitHub is away", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const late = films.open({ by: "olga", title: "Late" });
  const begun = films.open({ by: "olga", title: "Begun", labels: ["video"] });
  const other = films.open({ by: "olga", title: "Other", labels: ["video"] });
  studio.start();
  await untilStatus(studio, "job-2", "queued");
  studio.set("job-1", RUNNING);
  for (const issue of [begun, other]) issue.blockedBy.push(late);
  const isAway = (path: string): boolean => path.endsWith("/issues/3");
  github.chaos = (_method, path) => (isAway(path) ? { name: "status", status: 503 } : undefined);
  studio.advance(60_000);
  const looked = () => github.requests.filter(({ path }) => isAway(path)).length;
  const before = looked();
  await github.until(() => looked() > before, "it was looked at in vain");
  assert.deepEqual(
    ["job-1", "job-2"].map((job) => studio.view(job)?.status),
    ["running", "queued"],
  );
  const asked = github.requests.filter(({ path }) => path.endsWith("/issues/2"));
  github.chaos = () => undefined;
  studio.advance(600_000);
  await untilStatus(studio, "job-2", "waiting");
  assert.equal(studio.view("job-1")?.status, "running");
  assert.equal(
    github.requests.filter(({ path }) => path.endsWith("/issues/2")).length,
    asked.length,
  );
});
