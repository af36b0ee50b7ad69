import { InputError, type Problem } from "../kernel/errors.ts";
import { ROLES, type RoleName } from "./agent.ts";

/** A line of the crew table: `count` agents that each serve all of `roles`. */
export interface Crew {
  readonly name: string;
  readonly roles: readonly RoleName[];
  readonly count: number;
}

/** One agent: a pane, a process, and the roles that it serves. */
export interface AgentSpec {
  readonly name: string;
  readonly roles: readonly RoleName[];
  /** The tmux window that its pane belongs to. */
  readonly window: string;
}

export const DEFAULT_CREWS: readonly Crew[] = [
  {
    name: "writer",
    roles: ["concept-planner", "scriptsmith", "shotmaster", "videosolver"],
    count: 1,
  },
  { name: "artist", roles: ["asset-synthesizer"], count: 2 },
  { name: "sound", roles: ["narrator", "composer"], count: 1 },
  { name: "director", roles: ["director", "editor"], count: 1 },
  { name: "renderer", roles: ["renderer", "post-processor"], count: 2 },
  { name: "critic", roles: ["critic", "publisher"], count: 1 },
];

/** Two columns of four panes: each has some 99 by 11 characters in a window of 200 by 50. */
export const PANES_PER_WINDOW = 8;

const NAME = /^[a-z][a-z0-9-]{0,23}$/;
const MOST_PER_CREW = 64;

/**
 * The agents of a crew table: `artist-1`, `artist-2`, or just `writer` for a crew of one.
 * Throws an `InputError` that names every wrong line.
 */
export function rosterOf(crews: readonly Crew[]): AgentSpec[] {
  const [first, ...others] = problemsOf(crews);
  if (first) throw new InputError([first, ...others]);
  const named = crews.flatMap((crew) =>
    membersOf(crew).map((name) => ({ name, roles: crew.roles })),
  );
  const windows = Math.ceil(named.length / PANES_PER_WINDOW);
  return named.map((agent, index) => ({
    ...agent,
    window: windows === 1 ? "crew" : `crew-${Math.floor(index / PANES_PER_WINDOW) + 1}`,
  }));
}

function membersOf({ name, count }: Crew): string[] {
  if (count === 1) return [name];
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

function problemsOf(crews: readonly Crew[]): Problem[] {
  const problems = crews.flatMap(crewProblems);
  const names = crews.flatMap(membersOf);
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index))) {
    problems.push({ where: "crews", message: `two agents would be called "${name}"` });
  }
  const served = new Set(crews.flatMap(({ roles }) => roles));
  const unserved = ROLES.filter((role) => !served.has(role));
  if (unserved.length > 0) {
    const message = `nobody serves ${unserved.join(", ")}`;
    problems.push({
      where: "crews",
      message,
      hint: "add the role to a crew, or work for it waits forever",
    });
  }
  return problems;
}

function crewProblems({ name, roles, count }: Crew): Problem[] {
  const where = `crew "${name}"`;
  const problems: Problem[] = [];
  if (!NAME.test(name)) {
    problems.push({
      where,
      message: "a name is 1 to 24 small letters, digits and dashes, a letter first",
    });
  }
  if (!Number.isInteger(count) || count < 1 || count > MOST_PER_CREW) {
    problems.push({
      where,
      message: `count must be a whole number from 1 to ${MOST_PER_CREW}, not ${count}`,
    });
  }
  if (roles.length === 0) problems.push({ where, message: "has no roles" });
  for (const role of roles) {
    if (!ROLES.includes(role)) problems.push(unknownRole(where, role));
  }
  return problems;
}

function unknownRole(where: string, role: string): Problem {
  const likely = ROLES.find(
    (known) => known[0] === role[0] && (known.includes(role) || role.includes(known.slice(0, 4))),
  );
  const hint = likely ? `did you mean "${likely}"?` : `roles are: ${ROLES.join(", ")}`;
  return { where, message: `unknown role "${role}"`, hint };
}
