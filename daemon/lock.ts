import { existsSync, rmSync } from "node:fs";
import { processStart, processState } from "../agents/processes.ts";
import { bootId } from "../kernel/boot.ts";
import type { Database } from "../kernel/database.ts";
import { assert, OperationalError } from "../kernel/errors.ts";
import { readJson, writeJson } from "../kernel/files.ts";
import type { Home } from "../kernel/home.ts";
import { cardOf, type Card } from "./card.ts";

export type { Card };

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
    return cardOf(readJson(home.lock));
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
