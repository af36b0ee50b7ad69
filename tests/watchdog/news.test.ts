import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { test } from "node:test";
import type { LifelineNews, Lifelines } from "../../watchdog/lifelines.ts";
import { news } from "../../watchdog/news.ts";
import { fakeClock } from "../support/clock.ts";

const MS_OF_A_START = 90;

test("who has started is looked at when the others have, too: a look would take of their time", async () => {
  const scene = sceneOf("one", "two");
  scene.listen();
  scene.say("one", "started");
  assert.equal(await scene.isHeardAfter(MS_OF_A_START), false);
  scene.say("two", "started");
  assert.equal(await scene.isHeardAfter(20), true);
});

test("nobody waits for long for one who does not start", async () => {
  const scene = sceneOf("one", "two");
  scene.listen();
  scene.say("one", "started");
  assert.equal(await scene.isHeardAfter(100), true);
});

test("a death is told at once, whoever starts", async () => {
  const scene = sceneOf("one", "two");
  scene.listen();
  scene.say("one", "started");
  scene.say("one", "broke");
  assert.equal(await scene.isHeardAfter(0), true);
});

test("what tmux tells waits for the starters, and is heard at once when there are none", async () => {
  const starting = sceneOf("one");
  starting.listen();
  starting.tellOfPanes();
  assert.equal(await starting.isHeardAfter(MS_OF_A_START), false);
  assert.equal(await starting.isHeardAfter(10), true);
  const settled = sceneOf("one");
  settled.isUp("one");
  settled.listen();
  settled.tellOfPanes();
  assert.equal(await settled.isHeardAfter(0), true);
});

/** A pid that nobody has. */
const PID = 2 ** 30;

/** A watch over agents that start, each with a lifeline, and whether it has heard of anything. */
function sceneOf(...agents: string[]) {
  const clock = fakeClock();
  const watched = agents.map((agent) => ({ agent, generation: 1, pid: PID }));
  const startedAt = new Map<string, number>();
  const said = new EventEmitter();
  const unheard: LifelineNews[] = [];
  const lifelines: Pick<Lifelines, "news" | "of"> = {
    news: async (signal) => {
      if (unheard.length === 0) await once(said, "word", { signal }).catch(() => {});
      return unheard.splice(0);
    },
    of: ({ agent }) => ({ startedAt: startedAt.get(agent) ?? null, brokeAt: null }),
  };
  const told = Promise.withResolvers<void>();
  const panes = { changed: async () => told.promise };
  const ear = {
    hearsOthers: true,
    wait: async () => new Promise<void>(() => {}),
    [Symbol.dispose]: () => {},
  };
  const isUp = (agent: string): void => void startedAt.set(agent, clock.uptime());
  let isHeard = false;
  const listen = async (): Promise<void> => {
    const sources = { watched, lifelines, panes, ear, workWaits: async () => false, clock };
    await news(sources, new AbortController().signal);
    isHeard = true;
  };
  return {
    isUp,
    say: (agent: string, what: LifelineNews["what"]): void => {
      if (what === "started") isUp(agent);
      unheard.push({ agent, generation: 1, pid: PID, what });
      said.emit("word");
    },
    tellOfPanes: () => told.resolve(),
    listen: () => void listen(),
    isHeardAfter: async (ms: number): Promise<boolean> => {
      await clock.advance(0);
      await clock.advance(ms);
      return isHeard;
    },
  };
}
