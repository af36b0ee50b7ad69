import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { codeOf } from "../../kernel/errors.ts";
import { armFaultPoints } from "../../kernel/fault-points.ts";
import { readJson, writeJson } from "../../kernel/files.ts";
import { fileOutbox } from "../../queue/files/outbox.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { eventually } from "../support/eventually.ts";
import { seedOf } from "../support/seed.ts";
import { temporaryFolder } from "../support/temp.ts";
import { lots, type Lots } from "../soak/lots.ts";
import { openTestQueue } from "./fixtures/open.ts";
import { lastFirst } from "./last-first.ts";
import { startFixture } from "./processes.ts";

const TOPIC = "work.foreign";
/** `KILLS=300 node --test …` does more of them. */
const RANDOM_KILLS = Number(process.env["KILLS"] ?? 20);
const LIMIT = { timeout: 520_000 + RANDOM_KILLS * 1_000 };

test("the outbox killed at any point loses no answer and takes none twice", LIMIT, async (t) => {
  const chance = lots(seedOf(t));
  const points = await faultPointsOf(t, chance);
  t.diagnostic(`fault points: ${points.join(", ")}`);
  assert.ok(points.length >= 20, "before and after each file and each commit");
  await using world = liveIn(t, chance);
  for (const point of points) {
    const nth = `${chance.between(1, 3)}`;
    const outbox = startFixture(t, "outbox", [world.root, point, nth]);
    assert.equal(await outbox.ended(), "SIGKILL", `${point} should have been reached`);
  }
  await world.end();
});

test("the outbox killed at random instants does neither", LIMIT, async (t) => {
  const chance = lots(seedOf(t));
  await using world = liveIn(t, chance);
  for (let kill = 0; kill < RANDOM_KILLS; kill += 1) {
    const outbox = startFixture(t, "outbox", [world.root]);
    await outbox.line(1);
    const seen = world.answered();
    await eventually("the agent answers", () => world.answered() > seen);
    await new Promise((resolve) => setTimeout(resolve, chance.fraction() * 100));
    outbox.child.kill("SIGKILL");
    assert.equal(await outbox.ended(), "SIGKILL");
  }
  await world.end();
});

/** The names of all points that an outbox passes in its life, found by living one. */
async function faultPointsOf(t: TestContext, chance: Lots): Promise<string[]> {
  const names = new Set<string>();
  using _armed = armFaultPoints((name) => names.add(name));
  await using world = liveIn(t, chance);
  const { database, queue } = openTestQueue(world.root);
  const stopping = new AbortController();
  const running = fileOutbox({ folder: join(world.root, "outbox"), queue }).run(stopping.signal);
  await eventually(
    "each point is passed",
    () => world.answered() > 60 && names.has("file-outbox.taken-back"),
    LIMIT.timeout,
  );
  stopping.abort();
  await running;
  queue[Symbol.dispose]();
  database.close();
  return [...names].filter((name) => !name.startsWith("queue.send."));
}

interface World extends AsyncDisposable {
  readonly root: string;
  /** How many answers the agent has given. */
  answered(): number;
  /** Lets the agent finish all work with a last outbox, then proves that everything happened once. */
  end(): Promise<void>;
}

/** A sender that never runs dry, and a foreign agent that does everything an agent can do. */
function liveIn(t: TestContext, chance: Lots): World {
  const end = lastFirst(t);
  const root = temporaryFolder(end);
  const { database, queue } = openTestQueue(root);
  const agent = new Agent(join(root, "outbox", "tom"), chance);
  const sent: string[] = [];
  const over = new AbortController();
  const feed = async (): Promise<void> => {
    const [stats] = (await queue.stats()).filter(({ topic }) => topic === TOPIC);
    if ((stats?.ready ?? 0) >= 5) return;
    const messages = Array.from({ length: 5 }, (_, n) => ({ topic: TOPIC, payload: n }));
    const made = await queue.send(messages.map((each) => ({ ...each, maxAttempts: 1_000 })));
    sent.push(...made.map(({ id }) => id));
  };
  const living = (async () => {
    while (!over.signal.aborted) {
      if (!agent.isClosing) await feed();
      agent.act();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  const stop = async (): Promise<void> => {
    over.abort();
    await living;
  };
  end.after(async () => {
    await stop().catch(() => {}); // A failed test has told it already.
    queue[Symbol.dispose]();
    database.close();
  });
  return {
    root,
    answered: () => agent.answers,
    async end() {
      agent.isClosing = true;
      const last = startFixture(t, "outbox", [root]);
      const isDone = async (): Promise<boolean> =>
        (await queue.stats()).every(({ topic }) => topic !== TOPIC);
      await eventually(
        "all work is done",
        async () => (await isDone()) && agent.isAtRest(),
        LIMIT.timeout,
      );
      await stop();
      last.child.kill("SIGKILL");
      await last.ended();
      const operations = openQueueOperations(database, queue);
      for (const id of sent) assert.equal((await queue.find(id))?.state, "done");
      const effects = await operations.list({ topic: "effect", limit: 100_000 });
      const of = await Promise.all(
        effects.map(async ({ id }) => String((await operations.show(id))?.payload)),
      );
      assert.deepEqual(of.toSorted(), sent.toSorted(), "each message has its effect, once");
      assert.deepEqual(agent.wronglyRejected(), [], "no answer that counted may be rejected");
      assert.deepEqual(agent.rejected(), agent.nonsense.toSorted(), "no answer may be lost");
    },
    [Symbol.asyncDispose]: stop,
  };
}

interface Posted {
  readonly id: string;
  readonly token: string;
}

/** Messages that were received together may share a token. */
const leaseOf = ({ id, token }: Posted): string => `${id} ${token}`;

/** Long enough that what it left is given back. */
const LONG_ABSENCE_MS = 2_000;

/** What a killed outbox had received and not yet posted is another's after this. */
const LEASE_MS = 30_000;

/** Answers each lease once, in all ways; speaks nonsense too, and leaves now and then. */
class Agent {
  answers = 0;
  isClosing = false;
  readonly nonsense: string[] = [];
  readonly #folder: string;
  readonly #chance: Lots;
  readonly #seen = new Set<string>();
  readonly #begun = new Set<string>();
  #isAway = false;
  #awayUntil = 0;

  constructor(folder: string, chance: Lots) {
    this.#folder = folder;
    this.#chance = chance;
    mkdirSync(join(folder, "acks"), { recursive: true });
    this.#announce();
  }

  act(): void {
    const posts = this.#posts();
    if (this.#isAway) {
      const isBack = this.isClosing || performance.now() > this.#awayUntil;
      if (posts.length === 0 && isBack) this.#announce();
    } else if (this.#chance.chance(0.02) && this.#mayLeave(posts)) {
      this.#isAway = true;
      const stayMs = this.#chance.chance(0.5) ? 0 : LONG_ABSENCE_MS;
      this.#awayUntil = performance.now() + stayMs;
      rmSync(join(this.#folder, "agent.json"));
    } else {
      for (const post of posts) if (!this.#seen.has(leaseOf(post))) this.#answer(post);
    }
  }

  /** What it has begun is not taken back, and what it has answered must be heard. */
  #mayLeave(posts: readonly Posted[]): boolean {
    const isBusy = posts.some((post) => this.#begun.has(leaseOf(post)));
    return !this.isClosing && !isBusy && this.#isHeard();
  }

  isAtRest(): boolean {
    return !this.#isAway && this.#posts().length === 0 && this.#isHeard();
  }

  rejected(): string[] {
    return this.#rejected()
      .filter((name) => !name.endsWith(".reason.txt"))
      .toSorted();
  }

  wronglyRejected(): string[] {
    const names = this.#rejected().filter((name) => name.startsWith("answer"));
    return names.map(
      (name) => `${name}: ${readFileSync(join(this.#folder, "rejected", name), "utf8")}`,
    );
  }

  #rejected(): string[] {
    return readdirSync(join(this.#folder, "rejected"));
  }

  #announce(): void {
    this.#isAway = false;
    writeJson(join(this.#folder, "agent.json"), { topics: [TOPIC], max: 3, leaseMs: LEASE_MS });
  }

  #posts(): Posted[] {
    const names = readdirSync(this.#folder).filter((name) => /^\d+\.json$/.test(name));
    return names.flatMap((name) => {
      try {
        return [readJson(join(this.#folder, name)) as Posted];
      } catch {
        return []; // Taken away in between.
      }
    });
  }

  /** Whether every answer was taken and done with. */
  #isHeard(): boolean {
    const names = [...namesIn(this.#folder, "acks"), ...namesIn(this.#folder, "acks", ".taken")];
    return names.every((name) => name === ".taken");
  }

  #answer({ id, token }: Posted): void {
    const lot = this.#chance.fraction();
    if (lot < 0.2) return this.#begin({ id, token }); // Answered another time.
    this.#seen.add(leaseOf({ id, token }));
    this.answers += 1;
    if (lot < 0.3) this.#put(`nonsense-${this.answers}.json`, { id, token, outcome: "what?" });
    if (lot < 0.4) return this.#tell({ id, token, outcome: "released" });
    if (lot < 0.5) return this.#tell({ id, token, outcome: "snoozed", delayMs: 1 });
    if (lot < 0.6) return this.#tell({ id, token, outcome: "failed", error: "x", delayMs: 0 });
    this.#tell({ id, token, outcome: "done", replies: [{ topic: "effect", payload: id }] });
  }

  #begin({ id, token }: Posted): void {
    this.#begun.add(leaseOf({ id, token }));
    const now = new Date();
    try {
      utimesSync(join(this.#folder, `${id}.json`), now, now);
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error; // Taken away in between.
    }
  }

  #tell(answer: object): void {
    this.#put(`answer-${this.answers}.json`, answer);
  }

  #put(name: string, content: object): void {
    if (name.startsWith("nonsense")) this.nonsense.push(name);
    const draft = join(this.#folder, "acks", `.${name}`);
    writeJson(draft, content);
    renameSync(draft, join(this.#folder, "acks", name));
  }
}

function namesIn(...folder: readonly string[]): string[] {
  return existsSync(join(...folder)) ? readdirSync(join(...folder)) : [];
}
