import { existsSync, readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import type { Database } from "../kernel/database.ts";
import { OperationalError } from "../kernel/errors.ts";
import { readJson, writeJson } from "../kernel/files.ts";
import type { Home } from "../kernel/home.ts";

/** What the daemon of a home says of itself, in `data/daemon.lock`. */
export const Card = z.strictObject({
  pid: z.int().positive(),
  /** Clock ticks from boot to the process's start: with `bootId`, no other process can look the same. */
  startTicks: z.string(),
  bootId: z.string(),
  state: z.enum(["starting", "running", "stopping"]),
  version: z.string(),
  /** Ms since the epoch. */
  startedAt: z.int(),
  tmux: z.strictObject({ socket: z.string(), session: z.string() }),
  /** Null until the server listens. */
  http: z.strictObject({ url: z.string() }).nullable(),
});
export type Card = z.infer<typeof Card>;

/** The daemon's hold on its home. */
export interface Lock {
  update(change: Partial<Pick<Card, "state" | "http">>): void;
  release(): void;
}

/**
 * One daemon per home. The database's write lock makes "look and take" one step among all who try
 * at once; a holder that is no longer alive is replaced. Throws `home-taken` and says whose it is.
 */
export function takeLock(
  home: Home,
  database: Database,
  about: Pick<Card, "version" | "startedAt" | "tmux">,
): Lock {
  const identity = identityOf(process.pid);
  if (!identity) throw new OperationalError("proc-missing", "/proc can't be read.");
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

/** Start time from /proc/<pid>/stat (field 22); undefined for the dead and for zombies. */
function identityOf(pid: number): Pick<Card, "startTicks" | "bootId"> | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name stands in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return fields[0] === "Z" ? undefined : { startTicks: fields[19] ?? "", bootId };
  } catch {
    return undefined;
  }
}

function taken(home: Home, holder: Card): OperationalError {
  const since = new Date(holder.startedAt).toISOString();
  return new OperationalError(
    "home-taken",
    `A daemon runs on ${home.root} already: pid ${holder.pid}, since ${since}.`,
    { hint: "Use it, stop it with: kantoku down, or set KANTOKU_HOME to another folder." },
  );
}
