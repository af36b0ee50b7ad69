import { systemClock } from "../../kernel/clock.ts";
import { openTestQueue } from "../queue/fixtures/open.ts";
import { startFixture, type Fixture } from "../queue/processes.ts";
import type { Cleanup } from "../support/temp.ts";
import { openGround } from "./ground.ts";

/** Five send, five take. */
const PAIRS = 5;

/** What has become of the numbers 0, 1, 2 … that were sent. */
export interface Delivery {
  readonly missing: readonly number[];
  readonly doubled: readonly number[];
  /** How many each consumer has acked. */
  readonly shares: readonly number[];
  readonly tookMs: number;
}

/** Lets ten processes share out `count` messages; answers the exit code. */
export async function soakWithTen(count: number, signal: AbortSignal): Promise<number> {
  await using ground = openGround();
  const { missing, doubled, shares, tookMs } = await shareOut(ground, ground.folder, count, signal);
  const isExact = missing.length === 0 && doubled.length === 0 && !signal.aborted;
  if (!isExact) ground.keep();
  process.stdout.write(
    [
      `${count} messages through ${2 * PAIRS} processes in ${(tookMs / 1000).toFixed(1)} s`,
      `${missing.length} missing, ${doubled.length} delivered twice; the consumers' shares: ${shares.join(", ")}`,
      isExact ? "" : `not exact: the database is kept in ${ground.folder}\n`,
    ].join("\n"),
  );
  return isExact ? 0 : 1;
}

/** Sends `count` numbers by half of the processes and takes them by the others, all at once. */
export async function shareOut(
  t: Cleanup,
  folder: string,
  count: number,
  signal: AbortSignal,
): Promise<Delivery> {
  const each = Math.ceil(count / PAIRS);
  const places = Array.from({ length: PAIRS }, (_, n) => n);
  const consumers = places.map((n) => startFixture(t, "consumer", [folder, `consumer-${n}#1`]));
  const senders = places.map((n) => {
    const share = Math.min(each, count - n * each);
    return startFixture(t, "sender", [folder, `${n * each}`, `${share}`]);
  });
  for (const process of [...consumers, ...senders]) await process.line(1);
  const begun = Date.now();
  for (const sender of senders) sender.child.stdin?.write("go\n");
  await allEnd(senders);
  await workedOff(folder, signal);
  const tookMs = Date.now() - begun;
  for (const consumer of consumers) consumer.child.stdin?.end();
  await allEnd(consumers);
  return { ...compare(count, consumers), tookMs };
}

async function allEnd(processes: readonly Fixture[]): Promise<void> {
  for (const process of processes) {
    const ended = await process.ended();
    if (ended !== 0) throw new Error(`a process ended with ${ended}`);
  }
}

async function workedOff(folder: string, signal: AbortSignal): Promise<void> {
  const { database, queue } = openTestQueue(folder);
  while ((await queue.stats()).some(({ ready, leased }) => ready + leased > 0)) {
    if (signal.aborted) break;
    await systemClock.sleep(20, signal);
  }
  queue[Symbol.dispose]();
  database.close();
}

function compare(count: number, consumers: readonly Fixture[]): Omit<Delivery, "tookMs"> {
  const taken = consumers.map(({ lines }) => lines.slice(1).flatMap((line) => line.split(" ")));
  const times = new Map<number, number>();
  for (const number of taken.flat().map(Number)) times.set(number, (times.get(number) ?? 0) + 1);
  return {
    missing: Array.from({ length: count }, (_, n) => n).filter((n) => !times.has(n)),
    doubled: [...times].filter(([, count]) => count > 1).map(([n]) => n),
    shares: taken.map(({ length }) => length),
  };
}
