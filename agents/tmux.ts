import type { Respawn, ServerView, TmuxPane } from "./tmux/pane.ts";
import { connectLasting, connectPerCall } from "./tmux/connection.ts";
import { capture, describe, listPanes, respawnPane, setPaneOptions } from "./tmux/panes.ts";
import { finishEnd, killServer } from "./tmux/end.ts";
import { ensureServer, nudge, serverPid } from "./tmux/server.ts";
import { SESSION } from "./tmux/settings.ts";
import { demandSocketPath } from "./tmux/socket.ts";
import { killPane, showOverview, spawnPane } from "./tmux/windows.ts";

export { KEPT_LINES } from "./tmux/panes.ts";
export type { PaneIdentity, Respawn, TmuxPane } from "./tmux/pane.ts";

export interface TmuxOptions {
  /** Absolute path of the server's socket, in a folder of mode 0700: who can reach it can run commands. */
  readonly socket: string;
  /** No call to tmux takes longer; a server that is silent is an operational error. Default 5 000. */
  readonly timeoutMs?: number;
  /**
   * The whole environment of the server and of every pane: what the server has beyond it, such as from
   * whoever used it before, is taken out. tmux itself needs PATH.
   */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Calls share a connection that stays open, where one is to be had: some 30 µs each instead of 4 ms.
   * Default: each call is a process of its own, and `changed` hears nothing.
   */
  readonly isLasting?: boolean;
}

/**
 * A tmux server of Kantoku's own. Nothing is ever typed or pasted into a pane. Every function
 * rejects with an `OperationalError`: `tmux-not-running`, `tmux-timed-out`, `tmux-refused`
 * (no such pane, no space), `tmux-lost` (the connection ended under the call), `tmux-unreachable`,
 * `tmux-forbidden` (another user's), `tmux-too-old` or `program-missing`.
 */
export interface Tmux extends Disposable {
  readonly socket: string;
  /** Starts the server unless it runs: a process of its own session, apart from the caller's group. */
  ensureServer(): Promise<"started" | "running">;
  serverPid(): Promise<number>;
  /** Every pane of the server, by one call. */
  listPanes(): Promise<TmuxPane[]>;
  /** What the server holds; not the look that `changed` counts from. */
  describe(): Promise<ServerView>;
  /**
   * Resolves as soon as tmux tells of something since the last `listPanes` that a look at the panes may
   * show: a process that died, a window or session that was closed, the server's end. When `signal`
   * aborts too. A hint, not a promise: tmux may say nothing, so look now and then all the same.
   */
  changed(signal: AbortSignal): Promise<void>;
  /** Adds a waiting pane to a window (made when missing) and arranges the window. Answers the pane's id. */
  spawnPane(window: string): Promise<string>;
  /** Replaces whatever runs in the pane. */
  respawnPane(pane: string, respawn: Respawn): Promise<{ pid: number; lastLines: string[] }>;
  /** Ends a pane and arranges what is left of its window. */
  killPane(pane: string): Promise<void>;
  /** Shows `text` in a window of its own, in which no process runs. */
  showOverview(text: string): Promise<void>;
  /** The last `lines` lines of a pane, colours left out. */
  capture(pane: string, lines: number): Promise<string[]>;
  /** Sets pane options (`@name`); an empty value unsets one. */
  setPaneOptions(pane: string, options: Readonly<Record<string, string>>): Promise<void>;
  /** Has the server look after children whose end it missed (3.3a loses SIGCHLD now and then). */
  nudge(): Promise<void>;
  killServer(): Promise<void>;
  /** Ends a server that was told to, and waits for a client that is dead; answers whether there was one. */
  finishEnd(): Promise<boolean>;
}

const TIMEOUT_MS = 5_000;

/** Reaches for the server only when it is called. Throws an `InputError` when the socket's path is too long. */
export function openTmux(options: TmuxOptions): Tmux {
  const { socket, environment, timeoutMs = TIMEOUT_MS, isLasting = false } = options;
  demandSocketPath(socket);
  const reach = { socket, environment, timeoutMs };
  const connection = isLasting ? connectLasting(reach) : connectPerCall(reach);
  const serially = inTurn();
  return {
    socket,
    ensureServer: () => serially(() => ensureServer(reach)),
    serverPid: () => serverPid(connection),
    listPanes: () => listPanes(connection),
    describe: () => describe(connection),
    changed: (signal) => connection.changes.next(signal),
    spawnPane: (window) => serially(() => spawnPane(connection, window)),
    respawnPane: (pane, respawn) => respawnPane(connection, pane, respawn),
    killPane: (pane) => serially(() => killPane(connection, pane)),
    showOverview: (text) => serially(() => showOverview(connection, reach, text)),
    capture: (pane, lines) => capture(connection, pane, lines),
    setPaneOptions: (pane, changes) => setPaneOptions(connection, pane, changes),
    nudge: () => nudge(connection),
    killServer: () => serially(() => killServer(reach)),
    finishEnd: () => serially(() => finishEnd(reach)),
    [Symbol.dispose]: () => connection[Symbol.dispose](),
  };
}

/**
 * What a person's terminal runs to watch the agents; the window takes the terminal's size. It begins at
 * `pane`, else at the overview, unless somebody watches already: all see the same window.
 */
export function attachCommand(socket: string, mayType: boolean, pane?: string): readonly string[] {
  const first = ["if-shell", "-F", "-t", `=${SESSION}:`, "#{session_attached}", "", TO_OVERVIEW];
  const attach = ["attach-session", ...(mayType ? [] : ["-f", "read-only"])];
  const what =
    pane === undefined ? [...first, ";", ...attach, "-t", `=${SESSION}`] : [...attach, "-t", pane];
  // -u: a bare `su` has no locale, and tmux would write underscores for all but ASCII.
  return ["tmux", "-u", "-S", socket, ...what];
}

/** The overview's pane as tmux finds it: by its place, for people may give it another name. */
export const OVERVIEW_PANE = `=${SESSION}:^`;

const TO_OVERVIEW = `select-window -t ${OVERVIEW_PANE}`;

/** Lets calls that build on each other's outcome run one after the other. */
function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}
