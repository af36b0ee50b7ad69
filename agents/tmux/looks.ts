import { STATE_COLOURS } from "../state-colours.ts";
import type { Command } from "./command.ts";

/** A narrower terminal needs its bottom line for the windows' names; the overview tells the keys, too. */
const ROOMY_COLUMNS = 150;

/** How tmux looks to a person who attaches. Its own formats do the work: nobody redraws anything. */
export const LOOKS: readonly (readonly [name: string, value: string])[] = [
  ["pane-border-status", "top"],
  ["pane-border-lines", "single"],
  ["pane-border-style", "fg=colour238"],
  ["pane-active-border-style", "fg=colour238"],
  ["pane-border-format", borderFormat()],
  ["status-interval", "2"],
  ["status-style", "bg=colour235,fg=colour248"],
  ["status-left-length", "40"],
  ["status-left", "#[fg=colour223,bold] Kantoku #[default]#[fg=colour240]│"],
  ["status-right-length", "80"],
  ["status-right", statusRight()],
  ["window-status-separator", ""],
  ["window-status-format", windowFormat("fg=colour247")],
  ["window-status-current-format", windowFormat("fg=colour255,bg=colour238")],
  ["set-titles", "on"],
  ["set-titles-string", "Kantoku"],
];

/** Who only watches may not select a window, but may switch to one: tmux's own keys do the former. */
export const KEYS: readonly Command[] = [
  ["bind-key", "n", "switch-client", "-t", ":+"],
  ["bind-key", "p", "switch-client", "-t", ":-"],
  ["bind-key", "-n", "S-Right", "switch-client", "-t", ":+"],
  ["bind-key", "-n", "S-Left", "switch-client", "-t", ":-"],
  ...Array.from({ length: 10 }, (_, index): Command => {
    return ["bind-key", `${index}`, "switch-client", "-t", `:=${index}`];
  }),
];

/**
 * The state of an agent's pane. The watchdog's word (`@kantoku_state`: backoff, quarantined, held) goes
 * before the agent's own, which is in its title.
 */
function isIn(state: string): string {
  return `#{?@kantoku_state,#{==:#{@kantoku_state},${state}},#{m:* · ${state}*,#{pane_title}}}`;
}

/** Of a dead pane that nobody has spoken of yet, else of the state. */
function colourFormat(): string {
  const colours = Object.entries(STATE_COLOURS).reduceRight<string>(
    (otherwise, [state, colour]) => `#{?${isIn(state)},colour${colour},${otherwise}}`,
    "colour248",
  );
  return `#{?#{&&:#{pane_dead},#{==:#{@kantoku_state},}},colour${STATE_COLOURS.quarantined},${colours}}`;
}

/** A pane's title line: the agent in its state's colour, and what it is at. */
function borderFormat(): string {
  const why = "#{?@kantoku_reason, · #{@kantoku_reason},}";
  const told = `#{@kantoku_agent} · #{@kantoku_state}${why}`;
  const ended = "#{@kantoku_agent} · ended";
  const words = `#{?@kantoku_state,${told},#{?pane_dead,${ended},#{pane_title}}}`;
  const agent = `#[fg=${colourFormat()}]● ${words}`;
  return ` #{?@kantoku_agent,${agent},#[fg=colour245]#{window_name}}#[default] `;
}

/** A crew's window, and a dot for each of its agents. */
function windowFormat(style: string): string {
  const dot = `#{?@kantoku_agent,#[fg=${colourFormat()}]●,}`;
  return `#[${style}] #I #W #{?#{P:#{@kantoku_agent}},#{P:${dot}} ,}#[default]`;
}

function statusRight(): string {
  const role = "#{?client_readonly,watching,#[fg=colour179]typing#[fg=colour247]}";
  const keys = "Shift-←/→ windows · Ctrl-b d leave";
  const isWide = `#{e|>=:#{client_width},${ROOMY_COLUMNS}}`;
  return `#[fg=colour247]${role}#{?${isWide}, · ${keys},} #[fg=colour248]%H:%M `;
}
