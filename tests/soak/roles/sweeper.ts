import type { MessageSummary } from "../../../queue/operations.ts";
import { TOPICS, type Stage } from "../stage.ts";
import { effectKey } from "../work.ts";

/** What the daemon and its operators do to a queue at work. */
export async function sweep(stage: Stage): Promise<void> {
  const act = stage.lots.weighed(ACTS);
  await act(stage);
  await stage.rest(5);
}

const ACTS: readonly (readonly [number, (stage: Stage) => Promise<unknown>])[] = [
  [60, async ({ queue }) => queue.sweep()],
  [3, cancel],
  [3, reportDeath],
  [3, redrive],
  [2, pauseAWhile],
  [2, prune],
  [2, async ({ operations }) => operations.purge(TOPICS.scrap)],
];

async function cancel({ queue, operations, journal, lots }: Stage): Promise<void> {
  const state = lots.oneOf(["waiting", "leased"] as const);
  const found = (await operations.list({ topic: TOPICS.work, state })).find(isCorrelated);
  if (!found) return;
  const { correlationId } = found;
  journal.write({ kind: "cancelling", correlationId });
  await queue.cancel({ correlationId });
}

function isCorrelated(
  message: MessageSummary,
): message is MessageSummary & { readonly correlationId: string } {
  return message.correlationId !== null;
}

/** Wrongly: the worker lives. The fence must bear it. */
async function reportDeath({ queue, operations }: Stage): Promise<void> {
  const [leased] = await operations.list({ state: "leased", limit: 1 });
  if (!leased?.worker) return;
  await queue.releaseWorker(leased.worker, "taken for dead");
  await queue.addEvidence(leased.worker, "what its pane showed last");
}

async function redrive({ operations, journal, lots }: Stage): Promise<void> {
  const dead = await operations.list({ state: "dead", limit: 20 });
  if (dead.length === 0) return;
  const { id, topic } = lots.oneOf(dead);
  const traceId = (await operations.show(id))?.traceId;
  if (!traceId) return;
  journal.write({ kind: "redriving", key: effectKey(traceId, topic) });
  await operations.redrive({ id });
}

async function pauseAWhile(stage: Stage): Promise<void> {
  await stage.operations.pause(TOPICS.work, "by lot");
  await stage.rest(20);
  await stage.operations.resume(TOPICS.work);
}

async function prune({ operations, lots }: Stage): Promise<void> {
  await operations.prune(Date.now() - lots.between(100, 2_000));
}
