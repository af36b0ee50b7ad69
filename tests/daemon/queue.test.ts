import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { run } from "../../kernel/process.ts";
import type { Leased, Sent } from "../../queue/queue.ts";
import { kantoku, kantokuJson, PROJECT, temporaryFolder } from "./command.ts";

/** `kantoku queue …` on a home of the test's own. */
function queueOf(t: TestContext) {
  const home = temporaryFolder(t);
  return {
    home,
    told: (...args: string[]) => kantoku(home, ["queue", ...args]),
    json: <T>(...args: string[]) => kantokuJson<T>(home, ["queue", ...args]),
  };
}

test("a message is sent, received, extended and acked by hand", async (t) => {
  const { told, json } = queueOf(t);
  const { id } = await json<Sent>("send", "greetings", '{"text":"hello"}', "--correlation", "c");
  const message = await json<Leased>("receive", "greetings");
  assert.deepEqual(message.payload, { text: "hello" });
  assert.equal(message.id, id);
  assert.equal(message.source, "cli");
  assert.equal(await json<null>("receive", "greetings"), null);
  const extended = await json("extend", id, message.token, "--lease", "600000");
  assert.deepEqual(extended, { id, outcome: "ok" });
  assert.deepEqual(await json("ack", id, message.token), { id, outcome: "ok" });
  const late = await told("ack", id, message.token);
  assert.equal(late.exitCode, 1);
  assert.match(late.stderr, /The lease of \d+ is lost: nothing was changed\./);
});

test("what is handed back waits, and what is hopeless is dead until it is redriven", async (t) => {
  const { json } = queueOf(t);
  await json("send", "greetings", "1");
  const first = await json<Leased>("receive", "greetings");
  await json("snooze", first.id, first.token, "--delay", "0", "--reason", "no voice yet");
  const second = await json<Leased>("receive", "greetings");
  await json("release", second.id, second.token);
  const third = await json<Leased>("receive", "greetings");
  assert.equal(third.attempt, 1);
  await json("nack", third.id, third.token, "--error", "no such film", "--terminal");
  const [dead] = await json<{ id: string; lastError: string }[]>("dead");
  assert.equal(dead?.lastError, "no such film");
  const shown = await json<{ history: { ending: string }[] }>("show", third.id);
  assert.deepEqual(
    shown.history.map(({ ending }) => ending),
    ["snoozed", "released", "failed"],
  );
  assert.deepEqual(await json("redrive", "--topic", "greetings", "--limit", "5"), { redriven: 1 });
  assert.equal((await json<Leased>("receive", "greetings")).attempt, 1);
});

test("every clock and key of a message can be given by hand", async (t) => {
  const { home, json } = queueOf(t);
  const clocks = ["--start-by", "600000", "--deadline", "900000", "--timeout", "600000"];
  const keys = ["--key", "k", "--window", "600000", "--ordering-key", "letters"];
  const others = ["--priority", "P0", "--attempts", "7", "--reply-to", "answers", "--trace", "t"];
  const { id } = await json<Sent>("send", "greetings", "1", ...clocks, ...keys, ...others);
  assert.deepEqual(await json("send", "greetings", "2", "--key", "k"), { id, isNew: false });
  const piped = await run(
    join(PROJECT, "kantoku"),
    ["queue", "send", "greetings", "-", "--ordering-key", "letters", "--json"],
    { env: { PATH: process.env["PATH"] ?? "", KANTOKU_HOME: home }, input: "[2]" },
  );
  assert.equal(piped.exitCode, 0, piped.stderr);
  const message = await json<Leased>("receive", "greetings", "--lease", "900000");
  assert.equal(message.maxAttempts, 7);
  assert.equal(message.replyTo, "answers");
  assert.ok(message.leasedUntil <= Date.now() + 600_000);
  assert.equal(await json<null>("receive", "greetings"), null, "the next of the key waits");
  await json("ack", message.id, message.token);
  assert.deepEqual((await json<Leased>("receive", "greetings")).payload, [2]);
});

test("subscribers get a copy of what is published", async (t) => {
  const { json, told } = queueOf(t);
  await json("subscribe", "events.weather", "inbox.a");
  assert.equal((await json<Sent[]>("publish", "events.weather", '{"sky":"blue"}')).length, 1);
  assert.equal((await json<Leased>("receive", "inbox.a")).publishedOn, "events.weather");
  assert.deepEqual(await json("subscriptions"), [{ topic: "events.weather", inbox: "inbox.a" }]);
  await json("unsubscribe", "events.weather", "inbox.a");
  assert.equal(
    (await told("publish", "events.weather", "1")).stdout,
    "events.weather has no subscriber.\n",
  );
});

test("a request waits for its answer, and says when none came", async (t) => {
  const { json, told } = queueOf(t);
  const asking = told("request", "dictionary", '"監督"', "--wait", "60000");
  const question = await json<Leased>("receive", "dictionary", "--wait", "60000");
  const answer = ["send", question.replyTo ?? "", '{"en":"film director"}'];
  await json(...answer, "--correlation", question.correlationId ?? "");
  const { stdout, exitCode } = await asking;
  assert.equal(exitCode, 0);
  assert.deepEqual(JSON.parse(stdout), { en: "film director" });
  const unanswered = await told("request", "nobody", "1", "--wait", "50");
  assert.equal(unanswered.exitCode, 1);
  // Either the asker's patience ends first, or the queue buries the question and says so.
  assert.match(
    unanswered.stderr,
    /^(No answer on nobody within 50 ms|Nobody could answer: not done by its deadline)\.\n/,
  );
});

test("a paused topic gives nothing out, and says so", async (t) => {
  const { json, told } = queueOf(t);
  await json("send", "greetings", "1");
  await told("pause", "greetings", "--reason", "generator is down");
  assert.equal(await json<null>("receive", "greetings"), null);
  assert.match((await told("stats")).stdout, /greetings +1 +0 +0 +0 .*paused/);
  await told("resume", "greetings");
  assert.ok(await json<Leased>("receive", "greetings"));
});

test("bad input is answered with the field, what was given and what was meant", async (t) => {
  const { told } = queueOf(t);
  const cases: [string[], RegExp][] = [
    [["send", "work.rendrer", "{}"], /no topic "work.rendrer" \(did you mean "work.renderer"\?\)/],
    [["send", "work.renderer", "{}"], /^payload\.job: is wrong for work\.renderer/],
    [["receive", "work.x"], /no topic "work\.x" \(known: result, work\./],
    [["pause", "work.criti"], /did you mean "work.critic"/],
    [["send", "t", "1", "--delay", "-5"], /--delay: "-5" is not a whole number from 0 or more/],
    [["send", "t", "1", "--deadline", "soon"], /--deadline: "soon" is not a whole number/],
    [["subscribe", "a b", "c"], /^topic: "a b" is no topic/],
    [["snooze", "1", "token"], /required option '--delay <ms>'/],
  ];
  for (const [args, expected] of cases) {
    const { stdout, stderr, exitCode } = await told(...args);
    assert.equal(exitCode, 2, `${args.join(" ")}: ${stderr}`);
    assert.match(stderr, expected);
    assert.equal(stdout, "");
  }
});
