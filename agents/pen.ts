import { constants, openSync, writeSync } from "node:fs";
import type { WriteStream } from "node:tty";
import { codeOf } from "../kernel/errors.ts";

/** Writes to a terminal, and never waits for it. */
export interface Pen {
  /**
   * Writes what was left over and then `text`, as far as the terminal takes it now. Answers whether it
   * took everything; the rest goes first the next time.
   */
  write(text: string): boolean;
}

/** A terminal as Node has it; a stand-in has no descriptor. */
export type Terminal = WriteStream & { readonly fd?: number };

/**
 * Node waits in every write to a terminal, and so does the whole process: for ever where a tmux server
 * stands still, or somebody pressed Ctrl-S. A descriptor of its own takes what there is room for.
 */
export function openPen(terminal: Terminal): Pen {
  const own = openAgain(terminal.fd);
  if (own === undefined) return patientPen(terminal);
  let rest = Buffer.alloc(0);
  let wasFull = false;
  return {
    write: (text) => {
      rest = Buffer.concat([rest, Buffer.from(text)]);
      rest = rest.subarray(written(own, rest));
      if (rest.length > 0 && !wasFull) void ignoreCtrlS(own);
      wasFull ||= rest.length > 0;
      return rest.length === 0;
    },
  };
}

/** Node keeps what is not taken yet. */
function patientPen(terminal: Terminal): Pen {
  return {
    write: (text) => {
      if (text !== "") terminal.write(text);
      return true;
    },
  };
}

/** The flag would go to everybody who shares the descriptor that we were given. */
function openAgain(given: number | undefined): number | undefined {
  if (given === undefined) return undefined;
  const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;
  try {
    return openSync(`/proc/self/fd/${given}`, O_WRONLY | O_NONBLOCK | O_NOCTTY);
  } catch {
    return undefined; // Another user's terminal: written to as Node does.
  }
}

/** How many of the bytes the terminal took. */
function written(terminal: number, bytes: Uint8Array): number {
  if (bytes.length === 0) return 0;
  try {
    return writeSync(terminal, bytes);
  } catch (error) {
    if (codeOf(error) === "EAGAIN") return 0;
    throw error;
  }
}

/**
 * Lets go, too, what is held by it. Done when it may matter: most agents never need it, and their start is
 * to be short. The picture is all that is at stake.
 */
async function ignoreCtrlS(terminal: number): Promise<void> {
  const { run } = await import("../kernel/process.ts");
  const file = `/proc/${process.pid}/fd/${terminal}`;
  await run("stty", ["-F", file, "-ixon"], { timeoutMs: 5_000 }).catch(() => {});
}
