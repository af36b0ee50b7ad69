/** How Kantoku's own tmux server behaves and looks. Set once, when the server starts; no file is read. */

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
  // Looks.
  ["pane-border-status", "top"],
  ["pane-border-lines", "single"],
  ["pane-border-style", "fg=colour238"],
  ["pane-active-border-style", "fg=colour238"],
  ["pane-border-format", borderFormat()],
  ["status-interval", "5"],
  ["status-style", "bg=colour235,fg=colour248"],
  ["status-left-length", "40"],
  ["status-left", "#[fg=colour223,bold] Kantoku #[default]#[fg=colour240]│ "],
  ["status-right-length", "60"],
  [
    "status-right",
    "#[fg=colour240]#{?client_readonly,watching · ,}detach: prefix d  #[fg=colour248]%H:%M ",
  ],
  ["window-status-format", "#[fg=colour244] #W "],
  ["window-status-current-format", "#[fg=colour252] #W "],
  ["set-titles", "on"],
  ["set-titles-string", "Kantoku"],
];

/**
 * A pane's title line: the agent's name in the colour of its state. The watchdog's word
 * (`@kantoku_state`: backoff, quarantined, held) goes before the agent's own title.
 */
function borderFormat(): string {
  const alarming = "#{||:#{==:#{@kantoku_state},quarantined},#{==:#{@kantoku_state},backoff}}";
  const noted = `#[fg=#{?${alarming},colour203,colour179}]#{@kantoku_agent} · #{@kantoku_state}`;
  const dead = "#[fg=colour203]#{@kantoku_agent} · ended";
  const living = "#[fg=#{?#{m:*· busy*,#{pane_title}},colour117,colour108}]#{pane_title}";
  const agent = `#{?@kantoku_state,${noted},#{?pane_dead,${dead},${living}}}`;
  return ` #{?@kantoku_agent,${agent},#[fg=colour245]#{window_name}}#[default] `;
}
