import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { ROLES } from "../../agents/agent.ts";
import type { Pause } from "../../daemon/pauses.ts";
import type { JobSummary, JobView } from "../../scheduler/job.ts";
import { eventually } from "../support/eventually.ts";
import { kantoku, kantokuJson, PROJECT, temporaryHome } from "./command.ts";

const BRIEF = join(PROJECT, "examples", "release-announcement.md");

test("a submitted job can be listed, looked at, watched and cancelled", async (t) => {
  const home = await running(t);
  const submitted = await kantokuJson<{ job: string; status: string; outputs: object }>(home, [
    "submit",
    BRIEF,
    "--priority",
    "P1",
  ]);
  assert.deepEqual([submitted.status, submitted.outputs], ["queued", {}]);
  const { job } = submitted;
  const view = await kantokuJson<JobView>(home, ["job", job]);
  assert.deepEqual(
    [view.id, view.priority, view.workflow, view.source],
    [job, 1, "film", { kind: "cli", ref: "release-announcement.md" }],
  );
  assert.ok(view.steps.length > 5);
  for (const key of ["name", "role", "status", "attempts", "startedAt", "finishedAt", "agent"]) {
    assert.ok(key in (view.steps[0] ?? {}), key);
  }
  const watching = kantoku(home, ["watch", job]);
  assert.equal((await kantoku(home, ["cancel", job])).exitCode, 0);
  const watched = await watching;
  assert.equal(watched.exitCode, 1);
  assert.match(watched.stdout, new RegExp(`${job} cancelled`));
  const again = await kantoku(home, ["cancel", job]);
  assert.equal(again.exitCode, 1);
  assert.notEqual(again.stderr, "");
  const listed = await kantokuJson<JobSummary[]>(home, ["jobs", "--status", "cancelled"]);
  assert.deepEqual(
    listed.map(({ id }) => id),
    [job],
  );
  assert.match((await kantoku(home, ["jobs"])).stdout, new RegExp(`${job} +cancelled +P1`));
  assert.match((await kantoku(home, ["job", job.slice(0, 20)])).stdout, /concept +cancelled/);
  const log = readFileSync(join(home, "logs", "kantoku.log"), "utf8");
  assert.match(log, new RegExp(`"job.admitted","job":"${job}"|"event":"job.admitted".*${job}`));
});

test("a job whose step's topic is paused says so, and how it goes on", async (t) => {
  const home = await running(t);
  const { job } = await kantokuJson<{ job: string }>(home, ["submit", BRIEF]);
  const topic = "work.concept-planner";
  await kantoku(home, ["queue", "pause", topic, "--reason", "the planner is mended"]);
  const view = await eventually("the pause to be told", async () => {
    const seen = await kantokuJson<JobView & { paused: readonly Pause[] }>(home, ["job", job]);
    return seen.paused.length > 0 && seen;
  });
  const [pause] = view.paused;
  assert.equal(view.status, "running");
  assert.deepEqual([pause?.topic, pause?.reason], [topic, "the planner is mended"]);
  assert.deepEqual(pause?.steps, ["concept"]);
  const [listed] = await kantokuJson<{ paused: readonly Pause[] }[]>(home, ["jobs"]);
  assert.deepEqual(listed?.paused, view.paused);
  const status = await kantokuJson<{ paused: readonly Pause[] }>(home, ["status"]);
  const { steps: _, ...told } = pause ?? { steps: [] };
  assert.deepEqual(status.paused, [told]);
  const way =
    /work\.concept-planner(?: is paused)? \(the planner is mended\): kantoku queue resume work\.concept-planner$/m;
  for (const words of [["job", job], ["jobs"], ["status"]]) {
    assert.match((await kantoku(home, words)).stdout, way, words.join(" "));
  }
  assert.match((await kantoku(home, ["jobs"])).stdout, new RegExp(`${job} +running \\(paused\\)`));
  await kantoku(home, ["cancel", job]);
  const ended = await kantokuJson<{ paused: readonly Pause[] }>(home, ["job", job]);
  assert.deepEqual(ended.paused, [], "nothing of it waits any more");
});

test("a brief dropped into the inbox becomes a job, and a bad one is refused with the reason", async (t) => {
  const home = await running(t);
  const inbox = join(home, "data", "inbox", "briefs");
  copyFileSync(BRIEF, join(home, "film.md"));
  renameSync(join(home, "film.md"), join(inbox, "film.md"));
  writeFileSync(join(inbox, "empty.md"), "");
  const job = await eventually("a job", async () => {
    const [first] = await kantokuJson<JobSummary[]>(home, ["jobs"]);
    return first;
  });
  assert.equal(job.source.kind, "folder");
  const reason = join(home, "data", "inbox", "rejected", "empty.md.reason.txt");
  await eventually("a refusal", () => existsSync(reason));
  assert.match(readFileSync(reason, "utf8"), /empty/);
  await eventually(
    () => `an inbox without briefs: ${readdirSync(inbox).join()}`,
    () => !readdirSync(inbox).some((name) => name.endsWith(".md")),
  );
});

test("a JSON file dropped into the inbox becomes a message", async (t) => {
  const home = await running(t);
  const draft = join(home, "message.json");
  writeFileSync(draft, JSON.stringify({ topic: "greetings", payload: { text: "hello" } }));
  renameSync(draft, join(home, "data", "inbox", "messages", "message.json"));
  const message = await kantokuJson<{ payload: unknown }>(home, [
    "queue",
    "receive",
    "greetings",
    "--wait",
    "60000",
  ]);
  assert.deepEqual(message.payload, { text: "hello" });
});

test("repositories without a token are refused at the start", async (t) => {
  const home = temporaryHome(t);
  writeFileSync(join(home, "kantoku.config.yaml"), "github: { repositories: [acme/films] }\n");
  const { stderr, exitCode } = await kantoku(home, ["up", "--detach", "--port", "0"]);
  assert.notEqual(exitCode, 0);
  assert.match(stderr, /there is no token \(set GITHUB_TOKEN/);
});

/** A home whose daemon runs, but whose agents get no work to do. */
async function running(t: TestContext): Promise<string> {
  const home = temporaryHome(t);
  const roles = ROLES.join(", ");
  writeFileSync(
    join(home, "kantoku.config.yaml"),
    `crew: [{ name: solo, roles: [${roles}], count: 1 }]\nagents: { drainMs: 60000 }\n`,
  );
  await kantokuJson(home, ["queue", "pause", "work.concept-planner"]);
  const { exitCode, stderr } = await kantoku(home, ["up", "--detach", "--port", "0"]);
  assert.equal(exitCode, 0, stderr);
  return home;
}
