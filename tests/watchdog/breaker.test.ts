import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventMap } from "../../kernel/events.ts";
import {
  admits,
  afterDeath,
  afterLook,
  CLOSED,
  type Absence,
  type Breaker,
  type Death,
} from "../../watchdog/breaker.ts";
import { DEFAULT_LIMITS } from "../../watchdog/limits.ts";
import * as fc from "../support/fast-check.ts";
import { eventually } from "../support/eventually.ts";
import { fleet, type Fleet } from "./fleet.ts";

const LIMITS = DEFAULT_LIMITS.breaker;
const NOW = 1_900_000_000_000;
const NAMES = Array.from({ length: 8 }, (_, index) => `critic-${index + 1}`);

const die = (breaker: Breaker, deaths: readonly Death[], running = NAMES): Breaker =>
  deaths.reduce((before, death) => afterDeath(before, death, running, LIMITS), breaker);
const wave = (count: number, lifeMs: number, at = NOW): Death[] =>
  NAMES.slice(0, count).map((agent, index) => ({ agent, at: at + index, lifeMs }));

test("eight that are killed at once, and were well, come back at once", () => {
  assert.equal(die(CLOSED, wave(8, LIMITS.earlyMs)).open, null);
});

test("eight that die again soon after are started one by one", () => {
  const { open } = die(CLOSED, wave(8, 400));
  assert.equal(open?.reason, "5 of 8 agents died within 5 s of their start");
  assert.equal(open.failures, 0, "nobody has been tried yet");
  assert.equal(open.trialAt, NOW + 4 + LIMITS.firstPauseMs);
});

test("half of them is no mass death, nor are two, nor one that dies again and again", () => {
  assert.equal(die(CLOSED, wave(4, 400)).open, null);
  assert.equal(die(CLOSED, wave(2, 400), NAMES.slice(0, 2)).open, null);
  const again = Array.from({ length: 9 }, (_, index) => ({ agent: "a", at: NOW + index }));
  const deaths = again.map((death) => ({ ...death, lifeMs: 1 }));
  assert.equal(die(CLOSED, deaths, ["a"]).open, null);
  assert.ok(die(CLOSED, wave(3, 400), NAMES.slice(0, 5)).open);
});

test("deaths that are far from each other are none", () => {
  const spread = wave(8, 400).map((death, index) => ({ ...death, at: NOW + index * 2_000 }));
  assert.equal(die(CLOSED, spread).open, null);
});

test("each trial that fails doubles the pause, up to a limit", () => {
  let breaker = die(CLOSED, wave(5, 400));
  const pauses = Array.from({ length: 9 }, () => {
    const at = breaker.open?.trialAt ?? 0;
    breaker = die(breaker, [{ agent: "critic-1", at, lifeMs: 300 }]);
    return (breaker.open?.trialAt ?? 0) - at;
  });
  assert.deepEqual(
    pauses,
    [2, 4, 8, 16, 32, 60, 60, 60, 60].map((seconds) => seconds * 1_000),
  );
});

const ALL_LIVE = { starting: 0, untried: 0, failing: 0, agents: NAMES.length };

test("it closes when all were tried and most of them live", () => {
  const breaker = die(CLOSED, wave(5, 400));
  const now = breaker.open?.trialAt ?? 0;
  const look = (absence: Partial<Absence>, at = now): Breaker =>
    afterLook(breaker, { ...ALL_LIVE, ...absence }, at, LIMITS);
  assert.ok(look({ untried: 1 }).open);
  assert.ok(look({ starting: 1 }).open);
  assert.ok(look({}, now - 1).open);
  assert.ok(look({ failing: 5 }).open, "it still is a mass death");
  assert.deepEqual(look({ failing: 4 }), CLOSED, "crash loops, each for itself");
  assert.deepEqual(look({ failing: 2, agents: 2 }), CLOSED);
  assert.deepEqual(look({}), CLOSED);
});

const death = fc.record({
  agent: fc.constantFrom(...NAMES),
  waitMs: fc.nat(3_000),
  lifeMs: fc.nat(10_000),
});

/** Deaths one after the other. */
const deaths = fc.array(death, { maxLength: 60 }).map((list) => {
  let at = NOW;
  return list.map(({ agent, waitMs, lifeMs }) => ({ agent, lifeMs, at: (at += waitMs) }));
});

test("it opens only for early deaths of at least three and more than half, within the window", () => {
  fc.assert(
    fc.property(deaths, fc.integer({ min: 1, max: 8 }), (list, count) => {
      const running = NAMES.slice(0, count);
      let breaker = CLOSED;
      for (const [index, last] of list.entries()) {
        const before = breaker;
        breaker = afterDeath(breaker, last, running, LIMITS);
        if (before.open || !breaker.open) continue;
        const recent = list
          .slice(0, index + 1)
          .filter(({ at, lifeMs }) => lifeMs < LIMITS.earlyMs && last.at - at < LIMITS.windowMs);
        const agents = new Set(recent.map(({ agent }) => agent));
        assert.ok(agents.size >= 3 && agents.size * 2 > new Set([...running, ...agents]).size);
        assert.ok(last.lifeMs < LIMITS.earlyMs);
      }
    }),
  );
});

test("who lives long opens nothing; nobody is forgotten, however many died", () => {
  fc.assert(
    fc.property(deaths, (list) => {
      const well = list.map((each) => ({ ...each, lifeMs: LIMITS.earlyMs + each.lifeMs }));
      assert.equal(die(CLOSED, well).open, null);
      const breaker = die(CLOSED, list);
      const end = list.at(-1)?.at ?? NOW;
      const later = end + LIMITS.longestPauseMs;
      assert.ok(admits(breaker, later, 0), "somebody is let through in the end");
      assert.deepEqual(afterLook(breaker, ALL_LIVE, later, LIMITS).open, null);
    }),
  );
});

test("while it is open nobody is let through beside somebody who starts, or before the time", () => {
  fc.assert(
    fc.property(deaths, fc.nat(70_000), fc.nat(3), (list, afterMs, starting) => {
      const breaker = die(CLOSED, list);
      const now = (list.at(-1)?.at ?? NOW) + afterMs;
      const isAdmitted = admits(breaker, now, starting);
      if (!breaker.open) assert.ok(isAdmitted);
      else assert.equal(isAdmitted, starting === 0 && now >= breaker.open.trialAt);
    }),
  );
});

const spacings = (on: Fleet): string[] =>
  on.told.flatMap(({ name, payload }) =>
    name === "restarts.spaced" ? [(payload as EventMap["restarts.spaced"]).reason] : [],
  );

/** Nobody dies of a second death in the test. */
const FORGIVING = { losses: 100, firstDelayMs: 0 };
/** A start takes long on a busy host. */
const PATIENT = { ...LIMITS, windowMs: 60_000, earlyMs: 60_000, firstPauseMs: 300 };

test("a second wave of deaths is answered one by one, over the daemon's end, until all are back", async (t) => {
  const names = NAMES.slice(0, 3);
  const on = fleet(t, { names });
  const choices = {
    crashLoop: FORGIVING,
    limits: { breaker: { ...PATIENT, firstPauseMs: 3_000 } },
  };
  const first = on.patrol(choices);
  for (const name of names) await on.inState(name, "ready");
  // Their first life was early enough for this test's limits.
  for (const { pid } of on.agents.list()) process.kill(pid ?? 0, "SIGKILL");
  await eventually("it opens", () => on.agents.breaker());
  await first.stop();
  const [reason, ...others] = spacings(on);
  assert.match(reason ?? "", /^[23] of 3 agents died within 60 s of their start$/);
  assert.deepEqual(others, []);
  const open = on.agents.breaker();

  on.patrol(choices);
  assert.deepEqual(on.agents.breaker(), open, "the next daemon keeps it");
  for (const name of names) await on.inState(name, "ready", 2);
  await eventually("it closes", () => on.agents.breaker() === null);
  await eventually("people are told", () => spacings(on).at(-1) === "");
});

test("those who were held back start one after the other", async (t) => {
  const names = NAMES.slice(0, 4);
  const on = fleet(t, { names });
  const choices = { crashLoop: FORGIVING, limits: { breaker: PATIENT } };
  on.patrol(choices);
  for (const name of names) await on.inState(name, "ready");
  for (const { pid } of on.agents.list()) process.kill(pid ?? 0, "SIGKILL");
  await eventually("it opens", () => on.agents.breaker());
  for (const name of names) await on.inState(name, "ready", 2);
  const changes = on.told.flatMap(({ name, payload }) =>
    name === "agent.changed" ? [payload as EventMap["agent.changed"]] : [],
  );
  const held = new Set(
    changes.filter(({ state }) => state === "backoff").map(({ agent }) => agent),
  );
  assert.ok(held.size >= 1, "the last of the wave at least");
  let starting = "";
  const since = changes.findLastIndex(({ state }) => state === "backoff");
  for (const { agent, state } of changes.slice(since).filter((each) => held.has(each.agent))) {
    if (state === "starting") {
      assert.equal(starting, "", `${agent} starts beside ${starting}`);
      starting = agent;
    } else if (agent === starting) starting = "";
  }
});

test("a first wave of kills is answered at once, and so is the death of the tmux server", async (t) => {
  const names = NAMES.slice(0, 3);
  const on = fleet(t, { names });
  on.patrol({ crashLoop: FORGIVING, limits: { breaker: { ...PATIENT, earlyMs: 0 } } });
  for (const name of names) await on.inState(name, "ready");
  for (const { pid } of on.agents.list()) process.kill(pid ?? 0, "SIGKILL");
  for (const name of names) await on.inState(name, "ready", 2);
  process.kill(await on.tmux.serverPid(), "SIGKILL");
  for (const name of names) await on.inState(name, "ready", 3);
  assert.deepEqual(spacings(on), []);
});
