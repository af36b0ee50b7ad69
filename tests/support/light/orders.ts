import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What can be asked of an agent's process, and when it is to happen. */
export interface Order {
  readonly act: "exit 0" | "exit 1" | "SIGKILL" | "block" | "allocate";
  readonly moment: Moment;
}

export const MOMENTS = ["at once", "in mid-step", "after its effect"] as const;
export type Moment = (typeof MOMENTS)[number];

/** By which a process learns that there is an order for it. */
const SIGNAL = "SIGUSR2";

/** Asks it of the process; `isTaken` tells when it has read the order. Throws ESRCH when it is gone. */
export function give(folder: string, pid: number, order: Order): void {
  const path = orderOf(folder, pid);
  writeFileSync(`${path}.draft`, JSON.stringify(order));
  renameSync(`${path}.draft`, path);
  process.kill(pid, SIGNAL);
}

export const isTaken = (folder: string, pid: number): boolean => !existsSync(orderOf(folder, pid));

let pending: Order | undefined;

/** Lets this process be ordered about. */
export function obey(folder: string): void {
  process.on(SIGNAL, () => {
    const path = orderOf(folder, process.pid);
    if (!existsSync(path)) return;
    pending = JSON.parse(readFileSync(path, "utf8")) as Order;
    rmSync(path);
    reach("at once");
  });
}

/** A moment has come: does what was ordered for it. */
export function reach(moment: Moment): void {
  if (pending?.moment === moment) carryOut(pending);
}

function carryOut({ act }: Order): void {
  if (act === "SIGKILL") process.kill(process.pid, "SIGKILL");
  else if (act === "block") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  else if (act === "allocate") allocate();
  else process.exit(act === "exit 0" ? 0 : 1);
}

/** Takes memory until there is none. */
function allocate(): never {
  const hoard: number[][] = [];
  for (;;) hoard.push(Array.from({ length: 100_000 }, () => hoard.length));
}

const orderOf = (folder: string, pid: number): string => join(folder, `${pid}.json`);
