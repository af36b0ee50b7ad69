import type { SentMessage } from "./journal.ts";
import { TOPICS, type Stage } from "./stage.ts";

/** Drawn by lot: plain, or with any of the things that a message can have. */
export function anyMessage(stage: Stage, n: number, i = 0): SentMessage {
  const { lots, life } = stage;
  const key = keyOf(stage, n, i);
  const [place, generation] = life.name.split("#");
  return {
    topic: TOPICS.work,
    key,
    traceId: key,
    source: life.name,
    seq: Number(generation) * 1_000_000 + n * 10 + i,
    bytes: lots.weighed(BYTES),
    maxAttempts: lots.between(1, 5),
    ...(lots.chance(0.5) && { dedupeKey: key }),
    ...(lots.chance(0.1) && { correlationId: `${life.name}/${Math.floor(n / 10)}` }),
    ...(lots.chance(0.25) ? { orderingKey: `${place}/${lots.between(1, 3)}` } : clocks(stage)),
  };
}

/** Few are so big that they travel as blobs. */
const BYTES: readonly (readonly [number, number])[] = [
  [70, 0],
  [29, 200],
  [1, 300_000],
];

export function keyed(message: SentMessage): SentMessage {
  return { ...message, dedupeKey: message.key };
}

function clocks({ lots }: Stage): Partial<SentMessage> {
  return {
    ...(lots.chance(0.3) && { priority: lots.oneOf([0, 1, 2, 3] as const) }),
    ...(lots.chance(0.1) && { delayMs: lots.between(1, 100) }),
    ...(lots.chance(0.05) && { startByMs: lots.between(1, 500) }),
    ...(lots.chance(0.05) && { deadlineMs: lots.between(1, 1_000) }),
    // With two attempts at most, the pause after the first is a second at most.
    ...(lots.chance(0.05) && { attemptTimeoutMs: lots.between(10, 100), maxAttempts: 2 }),
  };
}

export function keyOf({ life }: Stage, n: number, i = 0): string {
  return `${life.name}:${n}.${i}`;
}
