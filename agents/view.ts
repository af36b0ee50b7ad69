import type { Heartbeat } from "../queue/heartbeat.ts";
import { fit, printable, textWidth } from "./text-width.ts";

/** Everything that an agent's pane shows. Times are by the uptime, which nobody can set. */
export interface ViewState {
  readonly agent: string;
  readonly roles: readonly string[];
  readonly generation: number;
  readonly pid: number;
  readonly startedAt: number;
  readonly now: number;
  readonly state: Heartbeat["state"];
  readonly work: WorkInHand | null;
  /** When the agent last had nothing to do. */
  readonly idleSince: number;
  /** Newest first. */
  readonly finished: readonly FinishedStep[];
}

export interface WorkInHand {
  readonly title: string;
  readonly job: string;
  readonly step: string;
  readonly attempt: number;
  readonly startedAt: number;
  readonly doing: string;
  /** 0 to 1, null when unknown. */
  readonly progress: number | null;
}

export interface FinishedStep {
  readonly step: string;
  readonly ending: "done" | "failed" | "again" | "dropped";
  /** What was made, or why not. */
  readonly summary: string;
  readonly ms: number;
}

const COLOURS = {
  plain: "38;5;252",
  strong: "1;38;5;255",
  soft: "38;5;245",
  faint: "38;5;243",
  rail: "38;5;239",
  busy: "38;5;117",
  good: "38;5;108",
  warm: "38;5;179",
  bad: "38;5;203",
} as const;
type Colour = keyof typeof COLOURS;

const STATE_COLOURS: Readonly<Record<ViewState["state"], Colour>> = {
  starting: "soft",
  ready: "good",
  busy: "busy",
  draining: "warm",
};

const ENDINGS: Readonly<Record<FinishedStep["ending"], readonly [sign: string, Colour]>> = {
  done: ["✓", "good"],
  failed: ["✗", "bad"],
  again: ["↻", "warm"],
  dropped: ["–", "soft"],
};

const MARGIN = 1;
const LONGEST_BAR = 60;
const STEP_COLUMN = 20;
/** With fewer rows the blank lines go; with fewer still, all but the work. */
const ROOMY_ROWS = 9;
const FOOT_ROWS = 6;

/**
 * The pane's picture: exactly `rows` lines, each narrower than `columns`, with colours. Who reads
 * it wants to know, from the top: who, in which state, at what, how far; then what was done before.
 */
export function renderView(view: ViewState, columns: number, rows: number): string {
  const width = Math.max(columns - MARGIN * 2, 1);
  const gap = rows >= ROOMY_ROWS ? [""] : [];
  const foot = rows >= FOOT_ROWS ? [footLine(view, width)] : [];
  const top = [headLine(view, width), ...gap, ...workLines(view, width)];
  const room = rows - top.length - gap.length - foot.length;
  const before = view.finished.slice(0, Math.max(room, 0)).map((step) => finishedLine(step, width));
  const lines = [...top, ...(before.length > 0 ? gap : []), ...before].slice(0, rows - foot.length);
  const filler = Array.from({ length: Math.max(rows - lines.length - foot.length, 0) }, () => "");
  const margin = columns > MARGIN * 2 ? " ".repeat(MARGIN) : "";
  return [...lines, ...filler, ...foot].map((line) => (line ? margin + line : line)).join("\n");
}

/** The pane's title: name, state, step, job. */
export function titleOf({ agent, state, work }: ViewState): string {
  const told = work ? [printable(work.step), `job ${printable(work.job)}`] : [];
  return [agent, state, ...told].join(" · ");
}

/** One line for a terminal that can't redraw; the same line means that nothing worth telling changed. */
export function plainLine(view: ViewState): string {
  const last = view.finished[0];
  const told = view.work
    ? `${printable(view.work.title)} (${printable(view.work.step)})`
    : last
      ? `after ${printable(last.step)}: ${last.ending}, ${printable(last.summary)}`
      : "";
  return `${view.agent}#${view.generation} ${view.state}${told ? ` ${told}` : ""}`;
}

/** 0:07, 12:40, 1:02:03 */
export function clockTime(ms: number): string {
  const seconds = Math.max(Math.floor(ms / 1000), 0);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  const hours = Math.floor(seconds / 3600);
  if (hours > 0) parts.unshift(hours);
  return parts
    .map((part, index) => (index === 0 ? `${part}` : `${part}`.padStart(2, "0")))
    .join(":");
}

function headLine({ agent, roles, state }: ViewState, width: number): string {
  const badge = `● ${state}`;
  const name = fit(agent, width - textWidth(badge) - 1);
  const rest = width - textWidth(name) - textWidth(badge) - 2;
  const served = roles.join(", ");
  const shown = served === agent || rest < 8 ? "" : fit(served, rest - 2);
  const left = shown ? `${paint("strong", name)}  ${paint("soft", shown)}` : paint("strong", name);
  const used = textWidth(name) + (shown ? 2 + textWidth(shown) : 0);
  return spread(left, used, paint(STATE_COLOURS[state], badge), textWidth(badge), width);
}

function workLines({ state, work, now, idleSince }: ViewState, width: number): string[] {
  if (!work) {
    if (state === "starting") return [paint("soft", "Starting")];
    if (state === "draining") return [paint("warm", fit("Done here, ending", width))];
    return [paint("soft", fit(`Waiting for work, ${clockTime(now - idleSince)}`, width))];
  }
  const attempt = work.attempt > 1 ? ` · attempt ${work.attempt}` : "";
  const place = `${printable(work.step)}${attempt} · job ${printable(work.job)}`;
  const doing = printable(work.doing);
  return [
    paint("plain", fit(printable(work.title), width)),
    paint("soft", fit(place, width)),
    progressLine(work, now, width),
    ...(doing ? [paint("plain", fit(doing, width))] : []),
  ];
}

/** ━━━━━━━━━──────  60 %  0:42 */
function progressLine({ progress, startedAt }: WorkInHand, now: number, width: number): string {
  const elapsed = clockTime(now - startedAt);
  if (progress === null) return paint("busy", fit(`${elapsed} so far`, width));
  const share = Math.min(Math.max(progress, 0), 1);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const figures = `${percent}  ${elapsed}`;
  const length = Math.min(width - textWidth(figures) - 1, LONGEST_BAR);
  if (length < 4) return paint("busy", fit(figures.trimStart(), width));
  const filled = Math.round(share * length);
  const bar = paint("busy", "━".repeat(filled)) + paint("rail", "─".repeat(length - filled));
  return `${bar} ${paint("plain", figures)}`;
}

function finishedLine({ step, ending, summary, ms }: FinishedStep, width: number): string {
  const [sign, colour] = ENDINGS[ending];
  const time = clockTime(ms);
  const room = width - 2 - textWidth(time) - 1;
  const name = fit(printable(step), Math.min(STEP_COLUMN, room));
  const padded = name + " ".repeat(Math.max(Math.min(STEP_COLUMN, room) - textWidth(name), 0));
  const left = room - textWidth(padded) - 2;
  const told = left >= 8 ? `  ${fit(printable(summary), left)}` : "";
  const used = 2 + textWidth(padded) + textWidth(told);
  const text = `${paint(colour, sign)} ${paint("soft", padded)}${paint("faint", told)}`;
  return spread(text, used, paint("soft", time), textWidth(time), width);
}

function footLine({ generation, pid, now, startedAt }: ViewState, width: number): string {
  const facts = `generation ${generation} · pid ${pid} · up ${clockTime(now - startedAt)}`;
  return paint("faint", fit(facts, width));
}

/** Puts `right` at the right edge, or leaves it out when there is no room. */
function spread(
  left: string,
  leftWidth: number,
  right: string,
  rightWidth: number,
  width: number,
): string {
  const between = width - leftWidth - rightWidth;
  return between < 1 ? left : left + " ".repeat(between) + right;
}

function paint(colour: Colour, text: string): string {
  return text === "" ? "" : `\u001b[${COLOURS[colour]}m${text}\u001b[0m`;
}
