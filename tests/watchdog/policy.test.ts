import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Muster } from "../../agents/roster.ts";
import { processState } from "../../agents/processes.ts";
import { WATCHDOG_BELL } from "../../watchdog/agents.ts";
import { readCrashes } from "../../watchdog/crash.ts";
import { fellowsOf } from "../../watchdog/fellows.ts";
import * as fc from "../support/fast-check.ts";
import { eventually } from "../support/eventually.ts";
import { fleet, type Fleet } from "./fleet.ts";

const NAMES = ["critic-1", "critic-2"];
/** Nobody is there unless work or a person wants it; who came stays. */
const ON_DEMAND = { size: { min: 0, max: 1 }, scaling: { idleMs: 600_000 } };

const told = (on: Fleet, name: string) => on.told.filter((event) => event.name === name);

test("a temporary agent that is lost stays down as evidence, and its work goes back", async (t) => {
  const on = fleet(t);
  const roster = on.roster.map((agent) => ({ ...agent, restart: "temporary" as const }));
  const first = on.patrol({ ...ON_DEMAND, roster });
  const id = await on.send("wait", join(on.folder, "cue"));
  const { pid, pane } = await on.inState("critic-1", "busy");
  process.kill(pid ?? 0, "SIGKILL");
  await on.inState("critic-1", "stopped");
  await on.patrolled(2);
  assert.equal((await on.queue.find(id))?.state, "waiting");
  const [record] = on.agents.records();
  assert.equal(record?.generation, 1, "though work waits");
  assert.equal(record.reason, "signal SIGKILL");
  assert.equal(told(on, "agent.lost").length, 1);
  const [evidence] = await on.panes.observe();
  assert.equal(evidence?.pane, pane);
  assert.ok(evidence.ending);
  await first.stop();

  on.patrol({ ...ON_DEMAND, roster });
  await on.patrolled(2);
  assert.equal(on.agents.records()[0]?.generation, 1, "nor does the next daemon start it");
  writeFileSync(join(on.folder, "cue"), "");
  assert.ok(on.agents.dismiss("critic-1"));
  on.queue.ring([WATCHDOG_BELL]);
  assert.equal((await on.result()).outcome.kind, "done");
  assert.equal(on.agents.records()[0]?.generation, 2, "dismissed, it is there for the work again");
  assert.equal(on.agents.dismiss("critic-1"), false, "there is nothing to dismiss");
});

test("a temporary agent that is lost is started by a person, in its pane", async (t) => {
  const on = fleet(t, { command: ["sh", "-c", "exit 4"] });
  const roster = on.roster.map((agent) => ({ ...agent, restart: "temporary" as const }));
  on.patrol({ ...ON_DEMAND, roster });
  await on.send("play");
  const lost = () => {
    const [record] = on.agents.records();
    return record?.reason === "exit 4" ? record : undefined;
  };
  const { pane } = await eventually("it is lost", lost);
  assert.ok(on.agents.restart("critic-1"));
  const again = await eventually("it was started and lost again", () => {
    const record = lost();
    return record && record.generation === 2 ? record : undefined;
  });
  assert.equal(again.pane, pane);
  await eventually("a report of each", () => readCrashes(on.crashes).length === 2);
});

test("a transient agent comes back after a loss, and not after a good end", async (t) => {
  const on = fleet(t);
  const roster = on.roster.map((agent) => ({ ...agent, restart: "transient" as const }));
  on.patrol({ ...ON_DEMAND, roster });
  const id = await on.send("wait", join(on.folder, "cue"));
  const { pid } = await on.inState("critic-1", "busy");
  process.kill(pid ?? 0, "SIGKILL");
  await on.inState("critic-1", "busy", 2);
  writeFileSync(join(on.folder, "cue"), "");
  assert.equal((await on.result()).outcome.kind, "done");
  assert.equal((await on.queue.find(id))?.state, "done");
  const { pid: idle } = await on.inState("critic-1", "ready", 2);
  process.kill(idle ?? 0, "SIGTERM");
  await on.inState("critic-1", "stopped");
  const [record] = on.agents.records();
  assert.equal(record?.generation, 2);
  assert.equal(record.history.length, 1, "a good end is no loss");
});

const crew = (name: string, members: readonly string[], strategy?: Muster["strategy"]): Muster => ({
  name,
  roles: ["critic"],
  min: members.length,
  max: members.length,
  members: members.map((agent) => ({ name: agent, roles: ["critic"], window: "crew" })),
  ...(strategy && { strategy }),
});

test("rest-for-one: only agents of later crews, at work on the same job, start anew", () => {
  const crews = [
    crew("writer", ["writer"], "one-for-one"),
    crew("artist", ["artist-1", "artist-2"], "rest-for-one"),
    crew("director", ["director"]),
    crew("renderer", ["renderer-1", "renderer-2"]),
  ];
  const at = (agent: string, job: string | null) => ({ agent, job });
  const beats = [
    at("writer", "a"),
    at("artist-1", "a"),
    at("artist-2", "a"),
    at("director", "a"),
    at("renderer-1", "b"),
    at("renderer-2", "a"),
  ];
  assert.deepEqual(fellowsOf(at("artist-1", "a"), crews, beats), ["director", "renderer-2"]);
  assert.deepEqual(fellowsOf(at("artist-1", "b"), crews, beats), ["renderer-1"]);
  assert.deepEqual(fellowsOf(at("writer", "a"), crews, beats), []);
  assert.deepEqual(fellowsOf(at("nobody", "a"), crews, beats), []);
});

test("rest-for-one: never who is idle, in an earlier or the same crew, or lost itself", () => {
  const names = ["a-1", "a-2", "b-1", "b-2", "c-1"];
  const strategy = fc.constantFrom("one-for-one", "rest-for-one", undefined);
  const job = fc.constantFrom("x", "y", null);
  fc.assert(
    fc.property(
      fc.tuple(strategy, strategy, strategy),
      fc.tuple(job, job, job, job, job),
      fc.nat(4),
      ([a, b, c], jobs, who) => {
        const crews = [crew("a", names.slice(0, 2), a), crew("b", names.slice(2, 4), b)];
        crews.push(crew("c", names.slice(4), c));
        const beats = names.map((agent, index) => ({ agent, job: jobs[index] ?? null }));
        const lost = beats[who] ?? { agent: "", job: null };
        const fellows = fellowsOf(lost, crews, beats);
        if (lost.job === null) assert.deepEqual(fellows, []);
        for (const fellow of fellows) {
          assert.equal(beats.find(({ agent }) => agent === fellow)?.job, lost.job);
          assert.ok((fellow[0] ?? "") > (lost.agent[0] ?? ""));
        }
      },
    ),
  );
});

test("rest-for-one: who works on the same job starts anew, and its work is no poison for that", async (t) => {
  const on = fleet(t, { names: NAMES });
  const [first = "", second = ""] = NAMES;
  const cue = join(on.folder, "cue");
  const ids = [await on.send("wait", cue), await on.send("wait", cue)];
  on.patrol({ crews: [crew("early", [first], "rest-for-one"), crew("late", [second])] });
  const { pid } = await on.inState(first, "busy");
  const before = await on.inState(second, "busy");
  process.kill(pid ?? 0, "SIGKILL");
  const after = await on.inState(second, "busy", before.generation + 1);
  assert.notEqual(after.pid, before.pid);
  assert.deepEqual(on.agents.records()[1]?.history, [], "it is not to blame");
  assert.equal(on.agents.records()[1]?.droppedJob, null);
  const histories = await Promise.all(
    ids.map(async (id) => (await on.operations.show(id))?.history),
  );
  const endings = histories.flatMap((history) => history?.[0]?.ending ?? []).toSorted();
  assert.deepEqual(endings, ["lost", "released"], "one was lost, the other put back");
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
  assert.equal((await on.result()).outcome.kind, "done");
  assert.equal((await on.crash()).agent, first);
  assert.equal(readCrashes(on.crashes).length, 1, "a report of the one that died alone");
});

test("who can't read its configuration is quarantined at once, and tried when that has changed", async (t) => {
  const file = { mark: "1" };
  const say = 'echo "earlier"; echo; echo "config.yaml:3: unknown setting"; echo "  (mend it)"';
  const on = fleet(t, {
    command: ["sh", "-c", `${say}; [ -e "$HOME/mended" ] || exit 78; sleep 600`],
  });
  const first = on.patrol({ configMark: () => file.mark, limits: { startMs: 600_000 } });
  await on.inState("critic-1", "quarantined");
  const [record] = on.agents.records();
  assert.equal(record?.generation, 1, "at the first time");
  assert.equal(record.reason, "bad-config: config.yaml:3: unknown setting; (mend it)");
  const event = await eventually("people are told", () => told(on, "agent.quarantined")[0]);
  assert.equal((event.payload as { reason: string }).reason, record.reason);
  await first.stop();

  const second = on.patrol({ configMark: () => file.mark, limits: { startMs: 600_000 } });
  await on.patrolled(2);
  assert.equal(on.agents.records()[0]?.generation, 1, "the same file would be read again");
  writeFileSync(join(on.folder, "mended"), "");
  file.mark = "2";
  await on.inState("critic-1", "starting", 2);
  assert.equal(on.agents.records()[0]?.configMark, null);
  await second.stop();
});

test("a bad configuration is tried again without a change, too, more and more rarely", async (t) => {
  const on = fleet(t, { command: ["sh", "-c", "echo no file; exit 78"] });
  on.patrol({ configMark: () => "1", crashLoop: { probeMs: 100 } });
  await on.inState("critic-1", "quarantined", 3);
  assert.ok((on.agents.records()[0]?.quarantines ?? 0) >= 2);
});

test("backoff and the count of losses outlive the daemon", async (t) => {
  const on = fleet(t, { command: ["sh", "-c", "exit 3"] });
  const crashLoop = { losses: 4, firstDelayMs: 200_000, longestDelayMs: 200_000 };
  const first = on.patrol({ crashLoop });
  const { generation } = await on.inState("critic-1", "backoff");
  const before = on.agents.records()[0];
  assert.equal(before?.history.length, 2);
  assert.ok(before.resumeAt);
  await first.stop();
  const second = on.patrol({ crashLoop });
  await on.patrolled(3);
  const after = on.agents.records()[0];
  assert.deepEqual([after?.generation, after?.resumeAt], [generation, before.resumeAt]);
  await second.stop();
  on.agents.write({ ...before, resumeAt: Date.now() });
  on.patrol({ crashLoop: { ...crashLoop, losses: 3 } });
  await on.inState("critic-1", "quarantined", generation + 1);
  assert.equal(on.agents.records()[0]?.history.length, 3, "counted over both daemons");
});

test("a process that was stopped, and that tmux missed, is told to go on", async (t) => {
  const on = fleet(t);
  const first = on.patrol();
  const { pid } = await on.inState("critic-1", "ready");
  await first.stop();
  const pane = (await on.panes.observe())[0];
  assert.ok(pane);
  // As tmux would miss it: the server itself does not run.
  const server = await on.tmux.serverPid();
  process.kill(server, "SIGSTOP");
  process.kill(pid ?? 0, "SIGSTOP");
  await eventually("it is stopped", () => processState(pid ?? 0) === "stopped");
  on.panes.resume(pane);
  await eventually("it goes on", () => processState(pid ?? 0) === "running");
  process.kill(server, "SIGCONT");
});

test("a quota until a time is no fault of an agent: the step waits for it, and nobody starts anew", async (t) => {
  const on = fleet(t);
  on.patrol();
  const { pid } = await on.inState("critic-1", "ready");
  const cue = join(on.folder, "cue");
  const id = await on.send("quota", cue);
  const result = await on.result();
  assert.equal(result.outcome.kind === "done" && result.outcome.summary, "acted: within the quota");
  assert.ok(result.startedAt >= Number(readFileSync(cue, "utf8")), "not before its time");
  const history = (await on.operations.show(id))?.history ?? [];
  assert.deepEqual(
    history.map(({ ending }) => ending),
    ["snoozed", "done"],
  );
  assert.equal((await on.queue.find(id))?.attempts, 1, "the wait has cost none");
  const [record] = on.agents.records();
  assert.deepEqual([record?.pid, record?.generation, record?.history], [pid, 1, []]);
  assert.deepEqual(told(on, "agent.quarantined"), []);
  assert.deepEqual(readCrashes(on.crashes), []);
});

test("a crash report tells of the message in hand, what the agent said, its memory and the host", async (t) => {
  const on = fleet(t);
  const peakOf = (agent: string, generation: number) =>
    agent === "critic-1" && generation === 1 ? 123_000_000 : null;
  on.patrol({ peakOf });
  const id = await on.send("wait", join(on.folder, "cue"));
  const { pid } = await on.inState("critic-1", "busy");
  await eventually("it has said so", () => on.heartbeats.all()[0]?.progress === 0.25);
  process.kill(pid ?? 0, "SIGKILL");
  const first = await on.crash();
  assert.equal(first.id, "critic-1#1");
  assert.deepEqual(first.messages, [{ id, topic: "work.critic", attempt: 1 }]);
  assert.equal(first.peakMemoryBytes, 123_000_000);
  const said = first.beats.at(-1);
  assert.deepEqual([said?.state, said?.step, said?.progress], ["busy", "critique", 0.25]);
  assert.ok((first.host?.freeMemoryBytes ?? 0) > 0);
  assert.equal(first.host?.loadAverages.length, 3);
  const { pid: next } = await on.inState("critic-1", "busy", 2);
  process.kill(next ?? 0, "SIGKILL");
  const second = await eventually("the second report", () =>
    readCrashes(on.crashes).find(({ generation }) => generation === 2),
  );
  assert.equal(second.peakMemoryBytes, null, "nobody has looked");
  assert.equal(second.messages[0]?.attempt, 1, "a lost worker uses up no attempt");
});
