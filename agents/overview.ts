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
  readonly step: string | null;
  /** Why it does not run, although it should. */
  readonly reason: string | null;
}

const MARGIN = " ";
const NAME_COLUMN = 12;
const SIZE_COLUMN = 8;
const AGENT_COLUMN = 14;
const STATE_COLUMN = 12;
/** With the margin, that of the narrowest terminal that people use: nothing is to wrap there. */
const WIDTH = 78;

/**
 * The text of the pane that is always there: who belongs to the crews, and who is at work. Nobody
 * redraws it while nothing changes, so it holds no times. The default crews, all awake, fit into 22 rows.
 */
export function overview(
  crews: readonly CrewSummary[],
  agents: readonly AgentSummary[],
  heldBack: ReadonlyMap<string, string>,
): string {
  const seen = agents.filter((agent) => agent.state !== "stopped" || isDown(agent));
  const blocks = crews.map((crew) => crewLines(crew, seen, heldBack.get(crew.name)));
  const head = [bold(headLine(seen, agents.length)), faint(KEYS)];
  const all = [...head, ...blocks.flatMap((block) => ["", ...block])];
  return all.map((line) => (line ? MARGIN + line : line)).join("\n");
}

function headLine(seen: readonly AgentSummary[], all: number): string {
  if (seen.length === 0) return "Everybody sleeps until there is work.";
  const down = seen.filter(isDown).length;
  const awake = seen.length - down;
  const words = `${awake} of ${all} agents are awake, each in a pane of its crew's window`;
  return down === 0 ? `${words}.` : `${words}; ${down} can't run.`;
}

/** Paused, or lost for good: it has a pane still, and somebody may have to see to it. */
const isDown = ({ reason }: AgentSummary): boolean => reason !== null;

function crewLines(
  { name, roles, min, max, members }: CrewSummary,
  seen: readonly AgentSummary[],
  reason: string | undefined,
): string[] {
  const own = seen.filter((agent) => members.some((member) => member.name === agent.name));
  const size = min === max ? `${max}` : `${min} to ${max}`;
  const title = `${name.padEnd(NAME_COLUMN)} ${size.padEnd(SIZE_COLUMN)} ${roles.join(", ")}`;
  const waits = reason ? [fit(`${INDENT}waits: ${printable(reason)}`, WIDTH)] : [];
  return [fit(title, WIDTH), ...own.map(agentLine), ...waits];
}

const INDENT = "  ";

/** `● renderer-1     busy         job 01m8n0vh… · render-3` */
function agentLine({ name, state, job, step, reason }: AgentSummary): string {
  const work = job === null ? [] : [`job ${printable(job)}`, ...(step ? [printable(step)] : [])];
  const told = reason === null ? work.join(" · ") : printable(reason);
  const left = `${INDENT}● ${name.padEnd(AGENT_COLUMN)} `.length;
  const rest = WIDTH - left - STATE_COLUMN - 1;
  return [
    `${INDENT}${coloured(state, "●")} ${name.padEnd(AGENT_COLUMN)} ${coloured(state, state)}`,
    ...(told ? [" ".repeat(STATE_COLUMN - state.length), fit(told, rest)] : []),
  ].join("");
}

const KEYS = "Shift-→ and Shift-← show the crews' windows, Ctrl-b d leaves.";

const coloured = (state: AgentSummary["state"], text: string): string =>
  `\u001b[38;5;${STATE_COLOURS[state]}m${text}\u001b[0m`;

const bold = (text: string): string => `\u001b[1m${text}\u001b[0m`;

const faint = (text: string): string => `\u001b[2m${text}\u001b[0m`;
