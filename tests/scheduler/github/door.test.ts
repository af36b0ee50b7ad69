import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { InputError, OperationalError } from "../../../kernel/errors.ts";
import { createGitHub, type AdmitText } from "../../../scheduler/inbox/github.ts";
import type { IssueState } from "../../support/github/world.ts";
import { EDIT_COMMENT, LIST, openStudio, POST_COMMENT, RUNNING, untilAsked } from "./studio.ts";
import type { Studio } from "./studio.ts";

const stateLabels = (issue: IssueState): string[] =>
  [...issue.labels.values()].map((label) => label.name).filter((name) => name.includes(":"));

const asked = (studio: Studio, route: string): number =>
  studio.github.requests.filter((request) => request.route === route).length;

test("a labelled issue becomes a job, is told about it in one comment, and is closed with the film", async () => {
  await using studio = await openStudio();
  const { github, films } = studio;
  const issue = films.open({ by: "rita", title: "Release 2.0", body: "Twice as fast." });
  films.label(issue, "video", "olga");
  studio.start();

  await github.until(() => stateLabels(issue).includes("video:queued"), "the issue is queued");
  assert.deepEqual(
    studio.admitted.map(({ text, ref }) => ({ text, ref })),
    [{ text: "# Release 2.0\n\nTwice as fast.\n", ref: "acme/films#1" }],
  );
  assert.equal(studio.admitted[0]?.key, `github:acme/films#1/${issue.events[0]?.id}`);

  studio.set("job-1", RUNNING);
  await github.until(() => stateLabels(issue).includes("video:running"), "the issue is running");
  assert.match(issue.comments[0]?.body ?? "", /\[x\] script — 2\.5 s · 12 beats/);
  assert.match(issue.comments[0]?.body ?? "", /\[ \] \*\*render\*\* \(1 of 2\)/);

  studio.set("job-1", { status: "done", steps: RUNNING.steps });
  await github.until(() => issue.state === "closed", "the issue is closed");
  assert.deepEqual(stateLabels(issue), ["video:done"]);
  assert.equal(issue.comments.length, 1);
  assert.match(
    issue.comments[0]?.body ?? "",
    /Loudness[\s\S]*<!-- kantoku:job=job-1 text=\w+ generation=\d+ -->$/,
  );
  assert.match(issue.comments[0]?.body ?? "", /\*\*Film:\*\* `\/films\/film\.mp4`/);
  assert.deepEqual(github.violations, []);
});

test("an issue that is seen many times becomes one job, and looking costs nothing", async () => {
  await using studio = await openStudio();
  const issue = studio.films.open({ by: "olga", title: "One", labels: ["video"] });
  studio.start();
  await studio.github.until(() => stateLabels(issue).length > 0, "the issue has a state");
  await untilAsked(studio, LIST, 10);

  assert.equal(studio.admitted.length, 1);
  assert.equal(asked(studio, POST_COMMENT), 1);
  const last = studio.github.requests.filter((request) => request.route === LIST).slice(-5);
  assert.deepEqual(new Set(last.map((request) => request.status)), new Set([304]));
});

test("a label that is taken off and set again asks for a new film", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Again", labels: ["video"] });
  studio.start();
  await github.until(() => stateLabels(issue).length > 0, "the first job is shown");

  studio.advance(5000);
  films.unlabel(issue, "video", "olga");
  films.label(issue, "Video", "olga");
  await github.until(() => issue.comments.length === 2, "the second job is shown");
  assert.equal(new Set(studio.admitted.map((one) => one.key)).size, 2);
});

test("a label set by somebody who may only read starts nothing", async () => {
  await using studio = await openStudio();
  const issue = studio.films.open({ by: "rita", title: "Please", labels: ["video"] });
  studio.start();
  await untilAsked(studio, LIST, 9);

  assert.deepEqual([studio.admitted.length, issue.comments.length], [0, 0]);
  const rejected = studio.events.filter((event) => event.name === "brief.rejected");
  assert.equal(rejected.length, 1);
  assert.match(JSON.stringify(rejected[0]?.payload), /rita may not write to acme\/films/);
});

test("a bot starts work only when it is on the list", async () => {
  await using studio = await openStudio();
  studio.films.allow("helper[bot]", "write");
  studio.films.allow("stranger[bot]", "admin");
  studio.films.open({ by: "olga", title: "By a stranger" });
  studio.films.open({ by: "olga", title: "By a helper" });
  const [first, second] = [...studio.films.state.issues.values()];
  studio.films.label(first!, "video", "stranger[bot]");
  studio.films.label(second!, "video", "helper[bot]");
  studio.start({ inbox: { allowedLogins: ["Helper[bot]"] } });
  await untilAsked(studio, LIST, 9);

  assert.deepEqual(
    studio.admitted.map((one) => one.ref),
    ["acme/films#2"],
  );
});

test("nobody gets in while GitHub can't say what they may do", async () => {
  await using studio = await openStudio();
  studio.films.open({ by: "olga", title: "Wait", labels: ["video"] });
  studio.github.injectFault({
    path: /permission/,
    kind: { name: "status", status: 403 },
    times: 2,
  });
  studio.start();
  await untilAsked(studio, "GET /repos/{owner}/{repo}/collaborators/{username}/permission", 2);
  assert.equal(studio.admitted.length, 0);
  await studio.github.until(() => studio.admitted.length === 1, "the job is admitted after all");
});

test("trouble with one issue keeps no other waiting, coming or going", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  films.open({ by: "olga", title: "Unreadable", labels: ["video"] });
  const mute = films.open({ by: "olga", title: "Mute", labels: ["video"] });
  const fine = films.open({ by: "olga", title: "Fine", labels: ["video"] });
  github.chaos = (method, path) => {
    const isHit = path.endsWith("/issues/1/events") || /\/issues\/2\/comments/.test(path);
    return isHit ? { name: "status", status: method === "GET" ? 403 : 500 } : undefined;
  };
  studio.start();
  await github.until(() => stateLabels(fine).length > 0, "the third one has a state");
  assert.equal(studio.admitted.length, 2);
  github.chaos = () => undefined;
  studio.advance(600_000);
  await github.until(() => mute.comments.length === 1, "the second one is shown");
  await github.until(() => studio.admitted.length === 3, "the first one is admitted");
});

test("an edit after the label changes nothing of the brief that was taken", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({ by: "rita", title: "Before", body: "Old words." });
  films.label(issue, "video", "olga");
  const daemon = studio.start();
  await github.until(() => issue.comments.length === 1, "the job is shown");

  github.world.edit(issue, { title: "After", body: "New words." });
  await untilAsked(studio, LIST, 9);
  await daemon.stop();
  studio.start();
  await untilAsked(studio, LIST, 9);
  assert.deepEqual(
    studio.admitted.map((one) => one.text),
    ["# Before\n\nOld words.\n"],
  );
});

test("who asked first is served first", async () => {
  await using studio = await openStudio();
  for (const title of ["First", "Second", "Third"]) {
    studio.films.open({ by: "olga", title, labels: ["video"] });
  }
  studio.start();
  await studio.github.until(() => studio.admitted.length === 3, "all are admitted");
  assert.deepEqual(
    studio.admitted.map((one) => one.ref),
    ["acme/films#1", "acme/films#2", "acme/films#3"],
  );
});

test("pull requests are no briefs", async () => {
  await using studio = await openStudio();
  studio.films.open({ by: "olga", title: "Code", labels: ["video"], isPullRequest: true });
  studio.start();
  await untilAsked(studio, LIST, 9);
  assert.equal(studio.admitted.length, 0);
});

test("a brief that can't be used is answered with the reason and the label failed", async () => {
  await using studio = await openStudio();
  const issue = studio.films.open({ by: "olga", title: "BAD", labels: ["video"] });
  studio.start();
  await studio.github.until(() => stateLabels(issue).length > 0, "the issue has a state");

  assert.deepEqual(stateLabels(issue), ["video:failed"]);
  assert.match(issue.comments[0]?.body ?? "", /duration: -5 is too short/);
  assert.deepEqual([issue.state, studio.admitted.length], ["open", 0]);
});

test("a failed job leaves its issue open and says why", async () => {
  await using studio = await openStudio();
  const issue = studio.films.open({ by: "olga", title: "Fails", labels: ["video"] });
  studio.start();
  await studio.github.until(() => issue.comments.length === 1, "the job is shown");
  const step = { name: "render", status: "failed", startedAt: 1, finishedAt: 2 };
  studio.set("job-1", {
    status: "failed",
    steps: [{ ...step, summary: "Chromium is not there <!-- @olga -->" }],
  });
  await studio.github.until(() => stateLabels(issue).includes("video:failed"), "it is failed");

  assert.match(issue.comments[0]?.body ?? "", /The step \*\*render\*\* failed\.\n>\n> Chromium/);
  assert.doesNotMatch(issue.comments[0]?.body ?? "", /@olga|<!-- @/);
  assert.equal(issue.state, "open");
});

for (const name of ["reset-after-commit", "status-after-commit"] as const) {
  test(`a comment whose answer got lost (${name}) is found again, not written again`, async () => {
    await using studio = await openStudio({ sleepsCount: true });
    const issue = studio.films.open({ by: "olga", title: "Lost", labels: ["video"] });
    const kind = name === "status-after-commit" ? { name, status: 502 } : { name };
    studio.github.injectFault({ method: "POST", path: /comments$/, kind });
    studio.start();
    await studio.github.until(() => stateLabels(issue).length > 0, "the issue has a state");
    await untilAsked(studio, LIST, 9);

    assert.equal(issue.comments.length, 1);
    assert.equal(asked(studio, POST_COMMENT), 1);
    studio.set("job-1", { status: "done", steps: [] });
    await studio.github.until(() => issue.state === "closed", "the issue is closed");
    assert.match(issue.comments[0]?.body ?? "", /### Done: Lost/);
  });
}

test("a comment whose answer got lost, and that GitHub hides for minutes, is never written twice", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Late", labels: ["video"] });
  const kind = { name: "status-after-commit", status: 502 } as const;
  github.injectFault({ method: "POST", path: /comments$/, kind });
  github.listLagMs = 30 * 60_000;
  const daemon = studio.start({ outbox: { settleMs: 15_000 } });
  await github.until(() => stateLabels(issue).includes("video:queued"), "its state is shown");
  await untilAsked(studio, "POST /graphql", 3);
  await daemon.stop();
  studio.start({ outbox: { settleMs: 15_000 } });
  studio.set("job-1", { status: "done", steps: [] });
  await github.until(() => issue.state === "closed", "the issue is closed", 60_000);
  assert.match(issue.comments[0]?.body ?? "", /### Done: Late/);
  assert.deepEqual([issue.comments.length, asked(studio, POST_COMMENT)], [1, 1]);
  assert.deepEqual(github.violations, []);
});

test("a comment that never came to be is written again a minute later, and not sooner", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Lost", labels: ["video"] });
  github.injectFault({ method: "POST", path: /comments$/, kind: { name: "status", status: 502 } });
  studio.start({ outbox: { settleMs: 15_000 } });
  await github.until(() => issue.comments.length === 1, "it is written after all");
  const [lost, written] = github.requests.filter(({ route }) => route === POST_COMMENT);
  const seconds = ((written?.at ?? 0) - (lost?.answeredAt ?? 0)) / 1000;
  assert.ok(seconds >= 60 && seconds < 600, `${seconds} s`);
  assert.ok(asked(studio, "POST /graphql") > 1, "looked for more than once");
  assert.deepEqual(stateLabels(issue), ["video:queued"]);
});

test("a comment that could not be sent for want of a connection is no doubt, and is sent as soon as can be", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Offline", labels: ["video"] });
  const client = createGitHub({ token: github.token, baseUrl: github.url });
  const unplugged = createGitHub({ token: "", baseUrl: await unusedAddress() });
  let isUnplugged = true;
  studio.start({
    outbox: {
      settleMs: 3_600_000,
      client: {
        ...client,
        createComment: (...said) =>
          (isUnplugged ? unplugged : client).createComment(...said).finally(() => {
            isUnplugged = false;
          }),
      },
    },
  });
  await github.until(() => issue.comments.length === 1, "it is written");
  assert.ok(!isUnplugged);
});

test("a comment that GitHub hides for a moment gets no second one for long", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Hidden", labels: ["video"] });
  studio.start();
  await github.until(() => stateLabels(issue).length > 0, "the issue has a state");
  const kind = { name: "status", status: 404 } as const;
  github.injectFault({ method: "PATCH", path: /comments/, kind });
  github.listLagMs = 60 * 60_000;
  studio.set("job-1", RUNNING);
  await github.until(() => issue.comments.length === 2, "it is written again");
  github.listLagMs = 0;
  await github.until(() => issue.comments.length === 1, "one of them is taken away");
});

test("a second comment is found and taken away although the film is made again meanwhile", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Twice", labels: ["video"] });
  const daemon = studio.start();
  await github.until(() => stateLabels(issue).length > 0, "the issue has a state");
  const kind = { name: "status", status: 404 } as const;
  github.injectFault({ method: "PATCH", path: /comments/, kind });
  github.listLagMs = 60 * 60_000;
  studio.set("job-1", RUNNING);
  await github.until(() => issue.comments.length === 2, "it is written again");
  await daemon.stop();
  const job = "job-2";
  studio.set(job, RUNNING);
  studio.database.transact((tx) =>
    tx.prepare("update github_requests set job = @job").run({ job }),
  );
  github.listLagMs = 0;
  studio.start();
  await github.until(() => issue.comments.length === 1, "one of them is taken away");
  assert.match(issue.comments[0]?.body ?? "", /job=job-2/);
});

test("a daemon that dies between a comment and its record writes no second comment", async () => {
  await using studio = await openStudio();
  const issue = studio.films.open({ by: "olga", title: "Crash", labels: ["video"] });
  studio.github.injectFault({
    path: /comments$/,
    method: "POST",
    kind: { name: "hang-after-commit" },
  });
  const daemon = studio.start();
  await studio.github.until(() => issue.comments.length === 1, "the comment is written");
  await daemon.stop();

  studio.start();
  await studio.github.until(() => stateLabels(issue).length > 0, "the issue has a state");
  assert.equal(issue.comments.length, 1);
  assert.equal(studio.admitted.length, 1);
});

test("a job that was admitted without our knowing is not admitted again", async () => {
  await using studio = await openStudio();
  const issue = studio.films.open({ by: "olga", title: "Crash", labels: ["video"] });
  const keys: string[] = [];
  const admitText: AdmitText = async (text, source, key, ...wishes) => {
    keys.push(key);
    const admission = await studio.admitText(text, source, key, ...wishes);
    if (keys.length === 1) throw new OperationalError("database-unusable", "The disk is full.");
    return admission;
  };
  studio.start({ inbox: { admitText } });
  await studio.github.until(() => issue.comments.length === 1, "the job is shown");
  assert.deepEqual([keys.length, new Set(keys).size, studio.admitted.length], [2, 1, 1]);
});

test("a text that makes our own code fail is refused and keeps nobody else waiting", async () => {
  await using studio = await openStudio();
  const poison = studio.films.open({ by: "olga", title: "Poison", labels: ["video"] });
  const good = studio.films.open({ by: "olga", title: "Good", labels: ["video"] });
  const admitText: AdmitText = (text, ...rest) => {
    if (text.includes("Poison")) throw new TypeError("x is undefined");
    if (text.includes("None")) throw new InputError([{ where: "brief", message: "is empty" }]);
    return studio.admitText(text, ...rest);
  };
  const empty = studio.films.open({ by: "olga", title: "None", labels: ["video"] });
  studio.start({ inbox: { admitText } });
  await studio.github.until(() => good.comments.length === 1, "the good one is shown");
  await studio.github.until(() => poison.comments.length === 1, "the other is answered");
  await studio.github.until(() => empty.comments.length === 1, "the empty one is answered");
  assert.match(poison.comments[0]?.body ?? "", /Kantoku itself failed on this text/);
  assert.match(empty.comments[0]?.body ?? "", /brief: is empty/);
});

test("a comment with our marker by somebody else is not ours", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Forged", labels: ["video"] });
  const marker = `<!-- kantoku:job=job-1 generation=${issue.events[0]?.id} -->`;
  const forged = github.world.comment(issue, "rita", marker);
  studio.start();
  await github.until(() => issue.comments.length === 2, "our own comment is there");
  assert.equal(forged.body, marker);
});

test("progress is told at most every ten seconds, and the same text never twice", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Calm", labels: ["video"] });
  studio.start();
  await github.until(() => stateLabels(issue).length > 0, "the issue has a state");
  studio.set("job-1", RUNNING);
  await github.until(() => stateLabels(issue).includes("video:running"), "it is running");
  assert.equal(asked(studio, EDIT_COMMENT), 1);

  const [script] = RUNNING.steps;
  studio.set("job-1", { status: "running", steps: [script!] });
  await untilAsked(studio, LIST, 5);
  assert.equal(asked(studio, EDIT_COMMENT), 1);
  studio.advance(10_000);
  await untilAsked(studio, EDIT_COMMENT);
  studio.advance(60_000);
  await untilAsked(studio, LIST, 5);
  assert.equal(asked(studio, EDIT_COMMENT), 2);
});

test("a comment that somebody deleted is written once more", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Gone", labels: ["video"] });
  studio.start();
  await github.until(() => stateLabels(issue).length > 0, "the issue has a state");
  issue.comments.pop();
  studio.set("job-1", RUNNING);
  await github.until(() => issue.comments.length === 1, "the comment is there again");
});

test("an issue that GitHub says is gone, for a moment and among other trouble, is told to its end", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Back", labels: ["video"] });
  studio.start();
  await github.until(() => stateLabels(issue).length > 0, "the issue has a state");
  const close = { method: "PATCH", path: /issues\/\d+$/ };
  for (const status of [500, 410, 502, 410, 500]) {
    github.injectFault({ ...close, kind: { name: "status", status } });
  }
  studio.set("job-1", { status: "done", steps: [] });
  await github.until(() => issue.state === "closed", "the issue is closed");
  assert.equal(issue.comments.length, 1);
});

test("an issue that was deleted is let go, and the others go on", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const gone = films.open({ by: "olga", title: "Gone", labels: ["video"] });
  studio.start();
  await github.until(() => stateLabels(gone).length > 0, "the issue has a state");
  films.delete(gone);
  studio.set("job-1", RUNNING);
  const other = films.open({ by: "olga", title: "Stays", labels: ["video"] });
  await github.until(() => stateLabels(other).length > 0, "the other one has a state");
  const failed = studio.events.filter((event) => event.name === "service.failed");
  assert.match(JSON.stringify(failed), /github-gone/);
});

test("a locked issue keeps nobody else waiting, and is tried again later", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const locked = films.open({ by: "olga", title: "Locked", labels: ["video"] });
  const other = films.open({ by: "olga", title: "Open", labels: ["video"] });
  locked.locked = true;
  studio.start();
  await github.until(() => stateLabels(other).length > 0, "the other one has a state");
  locked.locked = false;
  assert.equal(locked.comments.length, 0);
  studio.advance(60_000);
  await github.until(() => locked.comments.length === 1, "the comment is there");
  assert.equal(other.comments.length, 1);
});

test("a comment that meets the rate limit is written after the rest that GitHub asks for", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const issue = studio.films.open({ by: "olga", title: "Limited", labels: ["video"] });
  const headers = { "retry-after": "9" };
  const kind = { name: "status", status: 429, headers } as const;
  studio.github.injectFault({ method: "POST", path: /comments$/, kind });
  studio.start();
  await studio.github.until(() => issue.comments.length === 1, "the comment is there");
  assert.equal(asked(studio, POST_COMMENT), 2);
});

test("a failed job that is tried again goes on in the same comment, up to its end", async () => {
  await using studio = await openStudio();
  const { films, github } = studio;
  const issue = films.open({ by: "olga", title: "Again", labels: ["video"] });
  studio.start();
  await github.until(() => issue.comments.length === 1, "the job is shown");
  studio.set("job-1", { status: "failed", steps: [] });
  await github.until(() => stateLabels(issue).includes("video:failed"), "it is failed");
  await untilAsked(studio, LIST, 9);
  studio.set("job-1", RUNNING);
  await github.until(() => stateLabels(issue).includes("video:running"), "it is running");
  studio.set("job-1", { status: "done", steps: [] });
  await github.until(() => issue.state === "closed", "the issue is closed");
  assert.deepEqual([issue.comments.length, stateLabels(issue)], [1, ["video:done"]]);
});

test("a rate limit is waited out as long as GitHub says", async () => {
  await using studio = await openStudio({ sleepsCount: true });
  const issue = studio.films.open({ by: "olga", title: "Slow", labels: ["video"] });
  const headers = { "retry-after": "7" };
  studio.github.injectFault({ path: /issues$/, kind: { name: "status", status: 429, headers } });
  studio.start();
  await studio.github.until(() => stateLabels(issue).length > 0, "the issue has a state");
  const failed = studio.events.find((event) => event.name === "service.failed");
  assert.match(JSON.stringify(failed?.payload), /github-limited.*must wait 7 s/);
});

/** Nobody listens there any more. */
async function unusedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return `http://127.0.0.1:${port}`;
}
