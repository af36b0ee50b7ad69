import type { CrewSize } from "./roster.ts";
import { STATE_COLOURS } from "./state-colours.ts";
import { fit, printable } from "./text-width.ts";

/** What the overview tells of a crew. */
export interface CrewSummary extends CrewSize {
  readonly name: string;
  readonly roles: readonly string[];
  readonly members: readonly { readonly name: string }[];
}

/** What it tells of an agent. */
export interface AgentSummary {
  readonly name: string;
  readonly state: keyof typeof STATE_COLOURS;
  readonly job: string | null;
}

const MARGIN = " ";
const NAME_COLUMN = 12;
const AGENT_COLUMN = 14;
const STATE_COLUMN = 12;
const WIDTH = 78;

/**
 * The text of the pane that is always there: who belongs to the crews, and who is at work. Nobody
 * redraws it while nothing changes, so it holds no times.
 */
export function overview(
  crews: readonly CrewSummary[],
  agents: readonly AgentSummary[],
  heldBack: ReadonlyMap<string, string>,
): string {
  const awake = agents.filter(({ state }) => state !== "stopped");
  const head =
    awake.length === 0
      ? "Everybody sleeps until there is work."
      : `${awake.length} of ${agents.length} agents are awake, each in a pane of its crew's window.`;
  const lines = crews.flatMap((crew) => crewLines(crew, awake, heldBack.get(crew.name)));
  const all = ["", bold("Kantoku"), "", head, "", ...lines, faint(KEYS)];
  return all.map((line) => (line ? MARGIN + line : line)).join("\n");
}

function crewLines(
  { name, roles, min, max, members }: CrewSummary,
  awake: readonly AgentSummary[],
  reason: string | undefined,
): string[] {
  const own = awake.filter((agent) => members.some((member) => member.name === agent.name));
  const size = min === max ? `${max}` : `${min} to ${max}`;
  const title = `${name.padEnd(NAME_COLUMN)} ${size.padEnd(8)} ${roles.join(", ")}`;
  const waits = reason ? [indented("waits:", printable(reason))] : [];
  return [fit(title, WIDTH), ...own.map(agentLine), ...waits, ""];
}

function agentLine({ name, state, job }: AgentSummary): string {
  const work = job === null ? "" : `job ${printable(job)}`;
  const told = work ? " ".repeat(STATE_COLUMN - state.length) + fit(work, WIDTH) : "";
  return indented(
    coloured(state, "●"),
    `${name.padEnd(AGENT_COLUMN)} ${coloured(state, state)}${told}`,
  );
}

const KEYS = "Shift-→ and Shift-← show the crews' windows, Ctrl-b d leaves.";

const indented = (sign: string, text: string): string =>
  `${" ".repeat(NAME_COLUMN + 1)}${sign} ${text}`;

const coloured = (state: AgentSummary["state"], text: string): string =>
  `\u001b[38;5;${STATE_COLOURS[state]}m${text}\u001b[0m`;

const bold = (text: string): string => `\u001b[1m${text}\u001b[0m`;

const faint = (text: string): string => `\u001b[2m${text}\u001b[0m`;
