/** How Kantoku's own tmux server behaves. Set whenever a daemon starts; no file is read. */

export const SESSION = "kantoku";

/** Holds the server's first pane, apart from the agents': a session closed by hand doesn't take the server along. */
export const SENTINEL_SESSION = "keeper";

/** What a pane runs that waits for its agent, or just is there. */
export const WAITING = ["sleep", "2147483647"] as const;

/** The window that is there even when no agent is. */
export const OVERVIEW = "overview";

export const COLUMNS = 200;
export const ROWS = 50;

/**
 * tmux tells a control client nothing of a pane's death, but of a window that gets a name: so the
 * sentinel's window is renamed, outside of the hook, in which tmux would keep it to itself. tmux up
 * to 3.5 loses this hook at times: it is a hint, never the only source.
 */
export const HOOKS: readonly (readonly [name: string, command: string])[] = [
  ["pane-died", `run-shell -bC 'rename-window -t =${SENTINEL_SESSION}: bell'`],
];

/** Server and session options that must stand before the first pane exists. */
export const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  // Life: the server outlives its panes, and a dead pane keeps its exit status and last lines.
  ["exit-empty", "off"],
  ["exit-unattached", "off"],
  ["destroy-unattached", "off"],
  ["remain-on-exit", "on"],
  ["remain-on-exit-format", ""],
  ["history-limit", "2000"],
  // Panes get the environment that they are given, never that of whoever attaches.
  ["update-environment", ""],
  ["default-terminal", "screen-256color"],
  ["default-size", `${COLUMNS}x${ROWS}`],
  ["window-size", "latest"],
  ["allow-rename", "off"],
  ["automatic-rename", "off"],
  ["renumber-windows", "off"],
  // Keys that a slow line or a busy host delivers at once are keys, not a paste to be swallowed.
  ["assume-paste-time", "0"],
];
