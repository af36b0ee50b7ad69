import type { Leased } from "../queue/queue.ts";
import { isCounted, nameOf, type Cause } from "./cause.ts";
import type { Hands, Patient } from "./hands.ts";
import type { AgentRecord } from "./record.ts";

/**
 * Nobody else gives back what agents hold. It goes back untouched unless its holder was lost by its own
 * fault or the work's: three such losses bury a message.
 */
export type Giver = Pick<Hands, "queue">;

/**
 * `null`: it ended well, yet held work. A start that was interrupted leaves two generations that may
 * hold some. Answers the messages.
 */
export async function releaseWork(
  { queue }: Giver,
  { record, pane }: Pick<Patient, "record" | "pane">,
  cause: Cause | null,
): Promise<Leased[]> {
  const blame = cause === null ? "ended" : isCounted(cause) ? nameOf(cause) : null;
  const messages: Leased[] = [];
  for (const generation of new Set([record.generation, pane?.generation ?? record.generation])) {
    messages.push(...(await giveBack(queue, `${record.name}#${generation}`, blame)));
  }
  return messages;
}

/**
 * What predecessors hold still: a daemon that was killed between the start of the next process and the
 * return of the work left it to nobody. Why they were lost nobody knows any more, so nothing is to blame.
 */
export async function releaseForgotten(
  { queue }: Giver,
  records: readonly AgentRecord[],
): Promise<void> {
  for (const { name, generation } of records) {
    if (generation > 1) await giveBack(queue, `${name}#${generation - 1}`, null);
  }
}

async function giveBack(
  queue: Giver["queue"],
  worker: string,
  blame: string | null,
): Promise<Leased[]> {
  const held = await queue.leasesOf(worker);
  if (held.length === 0) return held;
  if (blame !== null) await queue.releaseWorker(worker, blame);
  else for (const lease of held) await queue.release(lease);
  return held;
}
