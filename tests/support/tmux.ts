import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PANE_MARKER } from "../../agents/pane.ts";
import { killMarked, processStart, signalProcess } from "../../agents/processes.ts";
import { openTmux, type Tmux } from "../../agents/tmux.ts";
import { temporaryFolder, type Cleanup } from "./temp.ts";

export interface PrivateTmux {
  readonly tmux: Tmux;
  /** This test's own; the socket lies in it. */
  readonly folder: string;
  /** Marks the processes of this test's agents. */
  readonly owner: string;
}

/** A tmux server of this test's own, not started yet. It and all that runs in it are ended after the test. */
export function privateTmux(
  t: Cleanup,
  environment: Readonly<Record<string, string>> = {},
): PrivateTmux {
  const place: { folder?: string } = {};
  t.after(() => reap(place.folder ?? "")); // Registered first, so that the folder is still there.
  const folder = temporaryFolder(t);
  place.folder = folder;
  const socket = socketIn(folder);
  const tmux = openTmux({
    socket,
    environment: { PATH: process.env["PATH"] ?? "", HOME: folder, LANG: "C.UTF-8", ...environment },
  });
  return { tmux, folder, owner: ownerOf(folder) };
}

/** Resolves with the first value that is not undefined, false or null; rejects after `limitMs`. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  limitMs = 15_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const socketIn = (folder: string): string => join(folder, "tmux.sock");
const ownerOf = (folder: string): string => folder.slice(-6);

async function reap(folder: string): Promise<void> {
  const record = `${socketIn(folder)}.server.json`;
  if (existsSync(record)) {
    const { pid, start } = JSON.parse(readFileSync(record, "utf8")) as {
      pid: number;
      start: number;
    };
    if (processStart(pid) === start) signalProcess(pid, "SIGKILL");
  }
  const isOurs = (marker: string): boolean => marker.startsWith(`${ownerOf(folder)}/`);
  await eventually(
    "all processes of the test are gone",
    () => killMarked(PANE_MARKER, isOurs).length === 0,
  );
}
