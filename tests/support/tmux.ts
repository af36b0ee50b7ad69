import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { killMarked } from "../../agents/processes.ts";
import { openTmux, type Tmux, type TmuxOptions } from "../../agents/tmux.ts";
import { eventually } from "./eventually.ts";
import { temporaryFolder, type Cleanup } from "./temp.ts";

export interface PrivateTmux {
  readonly tmux: Tmux;
  /** This test's own; the socket lies in it. */
  readonly folder: string;
  /** Marks the processes of this test's agents. */
  readonly owner: string;
}

/**
 * A tmux server of this test's own, not started yet. It and all that runs in it are ended after the
 * test; hooks run in the order of their registration, so whoever starts panes must stop before.
 */
export function privateTmux(
  t: Cleanup,
  environment: Readonly<Record<string, string>> = {},
  { isLasting = true }: Pick<TmuxOptions, "isLasting"> = {},
): PrivateTmux {
  const folder = temporaryFolder(t);
  t.after(() => reap(folder));
  const tmux = openTmux({
    socket: join(folder, "tmux.sock"),
    environment: { PATH: process.env["PATH"] ?? "", HOME: folder, LANG: "C.UTF-8", ...environment },
    isLasting,
  });
  t.after(() => tmux[Symbol.dispose]());
  return { tmux, folder, owner: folder.slice(-6) };
}

/** What a person types into a shell; answers what it prints. */
export async function byHand(socket: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("tmux", ["-u", "-S", socket, ...args]);
  return stdout.trimEnd();
}

/** The processes in control mode on this socket. */
export function controlClients(socket: string): number[] {
  return readdirSync("/proc").flatMap((entry) => {
    const words = commandLine(entry);
    return words[0] === "tmux" && words.includes("-C") && words.includes(socket)
      ? [Number(entry)]
      : [];
  });
}

/** Of a process that may just have ended. */
function commandLine(pid: string): string[] {
  try {
    return /^\d+$/.test(pid) ? readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0") : [];
  } catch {
    return [];
  }
}

/** Ends the server and all that ever ran in it: their environment says `HOME=<the test's folder>`. */
async function reap(folder: string): Promise<void> {
  const isOurs = (home: string): boolean => home === folder;
  await eventually(
    "all processes of the test are gone",
    () => killMarked("HOME", isOurs).length === 0,
  );
}
