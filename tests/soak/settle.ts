import { messageOf, OperationalError } from "../../kernel/errors.ts";
import { openTestQueue } from "../queue/fixtures/open.ts";
import { readAllJournals } from "./journal.ts";
import type { Evidence } from "./ledger.ts";
import { openStage, TAKEN, type Stage } from "./stage.ts";
import { damage, effectRows, lateRows, workRows } from "./statements.ts";
import { effectOf } from "./work.ts";

/** How long there may be work that nobody gets before it counts as stuck: any lease or delay is shorter. */
const PATIENCE_MS = 10_000;

/** Works off all that is left in `folder`, where nobody lives any more, and gathers what to judge. */
export async function settle(folder: string): Promise<Evidence> {
  try {
    using stage = openStage(folder, { name: "last#1", predecessor: null, seed: 0 });
    await workOff(stage);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
  }
  return gather(folder);
}

/** Takes and acks until nothing waits and nothing is leased, or nothing has come for too long. */
export async function workOff({ queue, operations }: Stage): Promise<void> {
  for (const { topic } of await operations.paused()) await operations.resume(topic);
  const request = { topics: TAKEN, worker: "last#1", max: 100, waitMs: 50 };
  for (let until = Date.now() + PATIENCE_MS; Date.now() < until;) {
    await queue.sweep();
    const leased = await queue.receive(request);
    for (const message of leased) await queue.ack(message, [effectOf(message)]);
    if (leased.length > 0) until = Date.now() + PATIENCE_MS;
    else if (isDone(await queue.stats())) return;
  }
}

function isDone(stats: Awaited<ReturnType<Stage["queue"]["stats"]>>): boolean {
  return stats
    .filter(({ topic }) => TAKEN.includes(topic))
    .every(({ ready, leased, delayed }) => ready + leased + delayed === 0);
}

/** What is left in `folder`; of a database that can't be read, its damage. */
export function gather(folder: string): Evidence {
  const told = readAllJournals(folder);
  try {
    using database = openTestQueue(folder).database;
    const rows = {
      work: workRows(database),
      effects: effectRows(database),
      late: lateRows(database),
    };
    return { told, ...rows, damage: damage(database) };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return { told, work: [], effects: [], late: [], damage: [messageOf(error)] };
  }
}
