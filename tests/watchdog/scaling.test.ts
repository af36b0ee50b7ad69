import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DEFAULT_SCALING as LIMITS,
  scaling,
  type CrewScene,
  type HostLoad,
  type Member,
  type Scene,
  type Standing,
} from "../../watchdog/scaling.ts";
import * as fc from "../support/fast-check.ts";
import { seedOf } from "../support/seed.ts";

const PLENTY: HostLoad = {
  freeMemoryBytes: 16e9,
  agentsMemoryBytes: null,
  freeDiskBytes: 16e9,
  cpu: { kind: "pressure", value: 0.2 },
};

const member = (name: string, standing: Standing, idleMs = 0): Member => ({
  name,
  standing,
  idleMs,
});

const LONG = LIMITS.idleMs;

function crewOf(standings: readonly Standing[], changes: Partial<CrewScene> = {}): CrewScene {
  const members = standings.map((standing, index) =>
    member(`renderer-${index + 1}`, standing, standing === "idle" ? LONG : 0),
  );
  return {
    name: "renderer",
    roles: ["renderer"],
    min: 0,
    max: members.length,
    members,
    ...changes,
  };
}

const sceneOf = (crew: CrewScene, waiting: number, host: Partial<HostLoad> = {}): Scene => ({
  crews: [crew],
  waiting: new Map([["renderer", waiting]]),
  host: { ...PLENTY, ...host },
});

const decide = (scene: Scene) => {
  const { start, drain, heldBack } = scaling(scene, LIMITS);
  return { start: [...start], drain: [...drain], heldBack: heldBack.get("renderer") ?? null };
};

const quiet = { start: [], drain: [], heldBack: null };

test("nobody starts without work, and one agent for each piece of it", () => {
  assert.deepEqual(decide(sceneOf(crewOf(["stopped", "stopped"]), 0)), quiet);
  const one = decide(sceneOf(crewOf(["stopped", "stopped", "stopped"]), 2));
  assert.deepEqual(one, { ...quiet, start: ["renderer-1", "renderer-2"] });
});

test("work that somebody idle can take, or who is about to be, starts nobody", () => {
  assert.deepEqual(decide(sceneOf(crewOf(["idle", "stopped"]), 1)), quiet);
  assert.deepEqual(decide(sceneOf(crewOf(["coming", "stopped"]), 1)), quiet);
  for (const standing of ["busy", "held", "unfit", "leaving"] as const) {
    const { start } = decide(sceneOf(crewOf([standing, "stopped"]), 1));
    assert.deepEqual(start, ["renderer-2"], standing);
  }
});

test("min runs without work, also on a host that has nothing left", () => {
  const scene = sceneOf(crewOf(["stopped", "stopped"], { min: 1 }), 0, { freeMemoryBytes: 0 });
  assert.deepEqual(decide(scene), { ...quiet, start: ["renderer-1"] });
});

test("whoever was idle for long goes, the last first, down to min", () => {
  assert.deepEqual(decide(sceneOf(crewOf(["idle", "idle", "idle"], { min: 1 }), 0)).drain, [
    "renderer-3",
    "renderer-2",
  ]);
  const fresh = crewOf([], { max: 1, members: [member("renderer-1", "idle", LONG - 1)] });
  assert.deepEqual(decide(sceneOf(fresh, 0)), quiet);
  assert.deepEqual(decide(sceneOf(crewOf(["idle"]), 1)), quiet, "not while work waits");
});

test("who is in a person's hands is not one of those that min asks for", () => {
  assert.deepEqual(decide(sceneOf(crewOf(["held", "idle"], { min: 1 }), 0)), quiet);
  const one = decide(sceneOf(crewOf(["held", "stopped"], { min: 1 }), 0));
  assert.deepEqual(one, { ...quiet, start: ["renderer-2"] });
  const full = crewOf(["held", "stopped"], { min: 1, max: 1 });
  assert.deepEqual(decide(sceneOf(full, 0)), quiet, "its process counts towards max");
});

test("a host that is short of something holds agents back, and says of what", () => {
  const crew = crewOf(["busy", "stopped"]);
  const reasonOf = (host: Partial<HostLoad>): string | null => {
    const { start, heldBack } = decide(sceneOf(crew, 2, host));
    assert.deepEqual(start, []);
    return heldBack;
  };
  assert.equal(
    reasonOf({ freeMemoryBytes: 300e6 }),
    "2 messages wait for an agent, but only 300 MB of memory are free",
  );
  assert.equal(
    reasonOf({ freeMemoryBytes: 60e9, agentsMemoryBytes: 300e6 }),
    "2 messages wait for an agent, but only 300 MB are left of the memory that all agents together may take",
  );
  assert.match(reasonOf({ freeDiskBytes: 1e6 }) ?? "", /but only 1 MB of the disk are free$/);
  assert.match(
    reasonOf({ cpu: { kind: "pressure", value: 0.97 } }) ?? "",
    /but processes waited for the CPU in 97 % of the last minute$/,
  );
  assert.match(
    reasonOf({ cpu: { kind: "load", value: 4.06 } }) ?? "",
    /but the load average is 4\.1 per core$/,
  );
});

test("a busy CPU never keeps a crew from its first agent", () => {
  const cpu = { kind: "pressure", value: 1 } as const;
  const { start, heldBack } = decide(sceneOf(crewOf(["stopped", "stopped"]), 2, { cpu }));
  assert.deepEqual(start, ["renderer-1"]);
  assert.match(heldBack ?? "", /^1 message waits/);
});

test("where memory is for one more, the crew that nobody serves gets it before another's second", () => {
  const crew = (name: string): CrewScene => ({
    ...crewOf([]),
    name,
    roles: [name],
    max: 2,
    members: [member(`${name}-1`, "stopped"), member(`${name}-2`, "stopped")],
  });
  const waiting = new Map([
    ["artist", 2],
    ["sound", 1],
  ]);
  const host = { ...PLENTY, freeMemoryBytes: LIMITS.freeMemoryBytes + 130e6 };
  const { start, heldBack } = scaling(
    { crews: [crew("artist"), crew("sound")], waiting, host },
    LIMITS,
  );
  assert.deepEqual([...start], ["artist-1", "sound-1"]);
  assert.deepEqual([...heldBack.keys()], ["artist"]);
});

test("where memory is short, whoever is idle makes room for those who are needed", () => {
  const idle = (name: string, idleMs: number): CrewScene => {
    const members = [member(`${name}-1`, "idle", idleMs)];
    return { ...crewOf([]), name, roles: [name], max: 1, members };
  };
  const crews = [crewOf(["stopped"]), idle("writer", 3_000), idle("sound", 100)];
  const waiting = new Map([["renderer", 1]]);
  const drained = (freeMemoryBytes: number): string[] => {
    const host = { ...PLENTY, freeMemoryBytes };
    return [...scaling({ crews, waiting, host }, LIMITS).drain];
  };
  assert.deepEqual(drained(300e6), ["writer-1"]);
  assert.deepEqual(drained(16e9), []);
});

const ROLES = ["a", "b", "c", "d"];

const anyMember = fc.record({
  standing: fc.constantFrom<Standing>(
    ...(["stopped", "coming", "idle", "busy", "leaving", "held", "unfit"] as const),
  ),
  idleMs: fc.integer({ min: 0, max: 3 * LONG }),
});

const anyCrew = fc
  .record({
    roles: fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1 }),
    members: fc.array(anyMember, { minLength: 1, maxLength: 5 }),
    min: fc.nat(5),
  })
  .map(({ members, min, ...crew }) => ({
    ...crew,
    members,
    min: Math.min(min, members.length),
    max: members.length,
  }));

const anyScene: fc.Arbitrary<Scene> = fc.record({
  crews: fc.array(anyCrew, { minLength: 1, maxLength: 4 }).map((crews) =>
    crews.map((crew, at) => ({
      ...crew,
      name: `crew${at}`,
      members: crew.members.map((each, index) => ({ ...each, name: `crew${at}-${index + 1}` })),
    })),
  ),
  waiting: fc
    .array(fc.nat(6), { minLength: ROLES.length, maxLength: ROLES.length })
    .map((counts) => new Map(counts.map((count, index) => [ROLES[index] ?? "", count]))),
  host: fc.record({
    freeMemoryBytes: fc.integer({ min: 0, max: 2e9 }),
    agentsMemoryBytes: fc.option(fc.integer({ min: 0, max: 2e9 })),
    freeDiskBytes: fc.constantFrom(0, 16e9),
    cpu: fc.record({
      kind: fc.constantFrom("pressure", "load"),
      value: fc.double({ min: 0, max: 8, noNaN: true }),
    }),
  }),
});

const kindly = fc.record({
  crews: anyScene.map(({ crews }) => crews),
  waiting: anyScene.map(({ waiting }) => waiting),
});

const count = (crew: CrewScene, isMeant: (member: Member) => boolean): number =>
  crew.members.filter(isMeant).length;

const isOurs = (standing: Standing): boolean => standing !== "leaving" && standing !== "held";

test("never more than max run, and never fewer than min stay", (t) => {
  const property = fc.property(anyScene, (scene) => {
    const { start, drain } = scaling(scene, LIMITS);
    for (const crew of scene.crews) {
      const runs = count(crew, ({ name, standing }) => standing !== "stopped" || start.has(name));
      assert.ok(runs <= crew.max);
      const stays = count(crew, ({ name, standing }) =>
        standing === "stopped" ? start.has(name) : isOurs(standing) && !drain.has(name),
      );
      const couldStay = count(crew, ({ standing }) => isOurs(standing));
      assert.ok(stays >= Math.min(crew.min, couldStay), `${stays} of ${crew.min} stay`);
    }
  });
  fc.assert(property, { seed: seedOf(t), numRuns: 2_000 });
});

test("only stopped agents start; only those go who were idle for long, never busy or held ones", (t) => {
  const property = fc.property(anyScene, (scene) => {
    const { start, drain, heldBack } = scaling(scene, LIMITS);
    const patienceMs = heldBack.size > 0 ? 2_000 : LIMITS.idleMs;
    for (const { name, standing, idleMs } of scene.crews.flatMap(({ members }) => members)) {
      if (start.has(name)) assert.equal(standing, "stopped");
      if (drain.has(name)) assert.ok(standing === "idle" && idleMs >= patienceMs);
    }
  });
  fc.assert(property, { seed: seedOf(t), numRuns: 2_000 });
});

test("work that waits gets somebody when the host admits it, or the reason why not is told", (t) => {
  const property = fc.property(anyScene, (scene) => {
    const { start, heldBack } = scaling(scene, LIMITS);
    for (const [role, waiting] of scene.waiting) {
      if (waiting === 0) continue;
      const serving = scene.crews.filter(({ roles }) => roles.includes(role));
      const isServed = serving.some(({ members }) =>
        members.some(
          ({ name, standing }) => ["idle", "coming"].includes(standing) || start.has(name),
        ),
      );
      const isFull = serving.every(
        (crew) => count(crew, ({ standing }) => standing === "stopped") === 0,
      );
      const isTold = serving.some(({ name }) => heldBack.has(name));
      assert.ok(isServed || isFull || isTold, `nobody for ${role}`);
    }
  });
  fc.assert(property, { seed: seedOf(t), numRuns: 2_000 });
});

test("a host with plenty of everything holds nobody back", (t) => {
  const property = fc.property(kindly, (scene) => {
    assert.equal(scaling({ ...scene, host: PLENTY }, LIMITS).heldBack.size, 0);
  });
  fc.assert(property, { seed: seedOf(t), numRuns: 1_000 });
});

test("a steady load moves nobody: who has started stays, and who was sent away stays away", (t) => {
  const steady = fc.record({
    /** Pieces of work that come together, ms between two such arrivals, ms that one takes. */
    burst: fc.integer({ min: 1, max: 6 }),
    everyMs: fc.integer({ min: 1_000, max: LONG - 1_000 }),
    takesMs: fc.integer({ min: 500, max: 30_000 }),
    max: fc.integer({ min: 1, max: 6 }),
  });
  const property = fc.property(steady, (load) => {
    const { changesLate, changes } = simulate(load);
    assert.ok(changes <= load.max * 2, `${changes} starts and drains`);
    assert.equal(changesLate, 0, "still moving after ten minutes");
  });
  fc.assert(property, { seed: seedOf(t), numRuns: 60 });
});

interface Load {
  readonly burst: number;
  readonly everyMs: number;
  readonly takesMs: number;
  readonly max: number;
}

/** Half an hour of a crew, decided upon twice a second; agents take what waits, the first idle one first. */
function simulate({ burst, everyMs, takesMs, max }: Load) {
  const step = 500;
  const agents = Array.from({ length: max }, (_, index) => ({
    name: `renderer-${index + 1}`,
    isUp: false,
    busyUntil: 0,
    idleSince: 0,
  }));
  let waiting = 0;
  let due = 0;
  let changes = 0;
  let changesLate = 0;
  let turn = 0;
  for (let now = 0; now < 1_800_000; now += step) {
    for (; due <= now; due += everyMs) waiting += burst;
    waiting = Math.min(waiting, 50);
    // Receivers of a topic are served in turn.
    turn += 1;
    for (let index = 0; index < max; index += 1) {
      const agent = agents[(index + turn) % max];
      if (!agent?.isUp || agent.busyUntil > now || waiting === 0) continue;
      waiting -= 1;
      agent.busyUntil = agent.idleSince = now + takesMs;
    }
    const members = agents.map(({ name, isUp, busyUntil, idleSince }) =>
      !isUp
        ? member(name, "stopped")
        : busyUntil > now
          ? member(name, "busy")
          : member(name, "idle", now - idleSince),
    );
    const crew = { name: "renderer", roles: ["renderer"], min: 0, max, members };
    const { start, drain } = scaling(sceneOf(crew, waiting), LIMITS);
    changes += start.size + drain.size;
    if (now > 600_000) changesLate += start.size + drain.size;
    for (const agent of agents) {
      if (start.has(agent.name)) Object.assign(agent, { isUp: true, busyUntil: 0, idleSince: now });
      if (drain.has(agent.name)) agent.isUp = false;
    }
  }
  return { changes, changesLate };
}
