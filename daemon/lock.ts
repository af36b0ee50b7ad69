import { existsSync, rmSync } from "node:fs";
import { z } from "zod";
import { processStart, processState } from "../agents/processes.ts";
import { bootId } from "../kernel/boot.ts";
import type { Database } from "../kernel/database.ts";
import { assert, OperationalError } from "../kernel/errors.ts";
import { readJson, writeJson } from "../kernel/files.ts";
import type { Home } from "../kernel/home.ts";

/**
 * What the daemon of a home says of itself, in `data/daemon.lock`. Another version's must be understood,
 * or its daemon would not be seen: what is new has a default, what is unknown is passed over.
 */
export const Card = z.object({
  pid: z.int().positive(),
  /** Clock ticks from boot to the process's start: with `bootId`, no other process can look the same. */
  startTicks: z.int(),
  bootId: z.string(),
  /** A `DaemonState`; of another version it may be one that this one does not know, and runs in any case. */
  state: z.string(),
  version: z.string(),
  /** Ms since the epoch. */
  startedAt: z.int(),
  tmux: z.object({ socket: z.string(), session: z.string() }),
  /** True when systemd started it, and would start it again. */
  isService: z.boolean(),
  /** The config file that it was told of; null: the home's own. */
  configFile: z.string().nullable().default(null),
  /** Null until the server listens. */
  http: z.object({ url: z.string() }).nullable(),
});
export type Card = z.infer<typeof Card>;

type DaemonState = "starting" | "running" | "stopping";

/** The daemon's hold on its home. */
export interface Lock {
  update(change: { readonly state?: DaemonState; readonly http?: Card["http"] }): void;
  release(): void;
}

/**
 * One daemon per home. The database's write lock makes "look and take" one step among all who try
 * at once; a holder that is no longer alive is replaced. Throws `home-taken` and says whose it is.
 */
export function takeLock(
  home: Home,
  database: Database,
  about: Pick<Card, "version" | "startedAt" | "tmux" | "isService" | "configFile">,
): Lock {
  const identity = identityOf(process.pid);
  assert(identity, "a running process finds itself in /proc");
  let card: Card = { pid: process.pid, ...identity, state: "starting", ...about, http: null };
  database.transact(() => {
    const holder = readHolder(home);
    if (holder) throw taken(home, holder);
    writeJson(home.lock, card);
  });
  return {
    update: (change) => {
      card = { ...card, ...change };
      writeJson(home.lock, card);
    },
    release: () => {
      if (readCard(home)?.pid === card.pid) rmSync(home.lock, { force: true });
    },
  };
}

/** The card of the daemon that runs on this home now, or undefined. */
export function readHolder(home: Home): Card | undefined {
  const card = readCard(home);
  return card && isAlive(card) ? card : undefined;
}

/** Whether the very process that wrote the card still runs: pid, start time and boot agree. */
export function isAlive(card: Pick<Card, "pid" | "startTicks" | "bootId">): boolean {
  const now = identityOf(card.pid);
  return now?.startTicks === card.startTicks && now.bootId === card.bootId;
}

function readCard(home: Home): Card | undefined {
  if (!existsSync(home.lock)) return undefined;
  try {
    return Card.safeParse(readJson(home.lock)).data;
  } catch {
    return undefined; // Removed or damaged between the two calls: nobody holds it.
  }
}

function identityOf(pid: number): Pick<Card, "startTicks" | "bootId"> | undefined {
  const startTicks = processState(pid) === "zombie" ? undefined : processStart(pid);
  if (startTicks === undefined) return undefined;
  return { startTicks, bootId: bootId() };
}

function taken(home: Home, holder: Card): OperationalError {
  const since = new Date(holder.startedAt).toISOString();
  return new OperationalError(
    "home-taken",
    `A daemon runs on ${home.root} already: pid ${holder.pid}, since ${since}.`,
    { hint: "Use it, stop it with: kantoku down, or set KANTOKU_HOME to another folder." },
  );
}
