import type { CrewSize } from "./roster.ts";
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
  readonly state: string;
  readonly job: string | null;
}

const NAME_COLUMN = 12;
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
      : `${awake.length} of ${agents.length} agents are awake, each in a pane of the next windows.`;
  const lines = crews.flatMap((crew) => crewLines(crew, awake, heldBack.get(crew.name)));
  return [bold("Kantoku"), "", head, "", ...lines].join("\n");
}

function crewLines(
  { name, roles, min, max, members }: CrewSummary,
  awake: readonly AgentSummary[],
  reason: string | undefined,
): string[] {
  const own = awake.filter((agent) => members.some((member) => member.name === agent.name));
  const size = min === max ? `${max}` : `${min} to ${max}`;
  const title = `${name.padEnd(NAME_COLUMN)} ${size.padEnd(8)} ${roles.join(", ")}`;
  const told = own.map(({ name: agent, state, job }) => {
    const work = job === null ? "" : ` · job ${printable(job)}`;
    return indented(`${agent} · ${state}${work}`);
  });
  return [fit(title, WIDTH), ...told, ...(reason ? [indented(`waits: ${reason}`)] : []), ""];
}

const indented = (text: string): string => `${" ".repeat(NAME_COLUMN + 1)}${fit(text, WIDTH)}`;

const bold = (text: string): string => `\u001b[1m${text}\u001b[0m`;
