import { readJson, writeJson } from "../kernel/files.ts";
import type { Home } from "../kernel/home.ts";

/**
 * Where the last daemon of a home had its sockets. Its card goes with it, but its agents live on, and a
 * shell that was not told of their folder must find them.
 */
interface Note {
  readonly folder: string;
  /** True when the tmux server is systemd's. */
  readonly isService: boolean;
}

export function noteSockets(home: Home, note: Note): void {
  writeJson(home.sockets, note);
}

/** Undefined where no daemon ever was, or what it has left can't be read. */
export function recallSockets(home: Home): Note | undefined {
  try {
    const { folder, isService } = readJson(home.sockets) as Partial<Note>;
    const isNote = typeof folder === "string" && typeof isService === "boolean";
    return isNote ? { folder, isService } : undefined;
  } catch {
    return undefined;
  }
}
