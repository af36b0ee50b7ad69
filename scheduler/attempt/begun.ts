import type { Tx } from "../../kernel/database.ts";
import type { QueueTransactions } from "../../queue/queue.ts";
import { hasResults, openMessagesOf } from "./statements.ts";

/** Whether an agent has, or had, any of the job's work in hand. */
export function hasBegun(
  reader: Pick<Tx, "prepare">,
  queue: Pick<QueueTransactions, "findIn">,
  job: string,
): boolean {
  const isTaken = (message: string): boolean => queue.findIn(reader, message)?.state !== "waiting";
  return hasResults(reader, job) || openMessagesOf(reader, job).some(isTaken);
}
