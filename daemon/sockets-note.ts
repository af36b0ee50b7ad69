import { z } from "zod";
import { readJson, writeJson } from "../kernel/files.ts";
import type { Home } from "../kernel/home.ts";

/**
 * Where the last daemon of a home had its sockets. Its card goes with it, but its agents live on, and a
 * shell that was not told of their folder must find them.
 */
const Note = z.object({
  folder: z.string(),
  /** True when the tmux server is systemd's. */
  isService: z.boolean(),
});
type Note = z.infer<typeof Note>;

export function noteSockets(home: Home, note: Note): void {
  writeJson(home.sockets, note);
}

/** Undefined where no daemon ever was, or what it has left can't be read. */
export function recallSockets(home: Home): Note | undefined {
  try {
    return Note.safeParse(readJson(home.sockets)).data;
  } catch {
    return undefined;
  }
}
