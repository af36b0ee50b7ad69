import { InputError, type Problem } from "../kernel/errors.ts";
import { ROLES, type RoleName } from "./agent.ts";
import type { LimitSettings } from "./cgroup/limits.ts";
import { OVERVIEW } from "./tmux/settings.ts";

/**
 * What becomes of an agent that is lost, as in OTP. `permanent`: it always comes back. `transient`: after
 * a loss, but not after a good end, which is exit code 0 with nothing in hand. `temporary`: the watchdog
 * never brings it back; its dead pane stays as evidence until a person dismisses it.
 */
export const RESTART_TYPES = ["permanent", "transient", "temporary"] as const;
export type RestartType = (typeof RESTART_TYPES)[number];

/**
 * Who else starts anew when an agent of the crew is lost. `one-for-one`: nobody. `rest-for-one`: those of
 * the crews that come after it in the table who are at work on the same job.
 */
export const STRATEGIES = ["one-for-one", "rest-for-one"] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** A line of the crew table: from `min` to `max` agents that each serve all of `roles`. */
export interface Crew {
  readonly name: string;
  readonly roles: readonly RoleName[];
  /** Default 0: the crew sleeps until there is work. */
  readonly min?: number | undefined;
  /** Default 1, or `min` when that is more. */
  readonly max?: number | undefined;
  /** Instead of both: always so many. */
  readonly count?: number | undefined;
  /** Default `permanent`. */
  readonly restart?: RestartType | undefined;
  /** Default `one-for-one`. */
  readonly strategy?: Strategy | undefined;
  /** Of each of its agents, where they differ from those of all. */
  readonly limits?: LimitSettings | undefined;
}

/** How many agents of a crew may run. */
export interface CrewSize {
  readonly min: number;
  readonly max: number;
}

/** One agent: a pane, a process, and the roles that it serves. */
export interface AgentSpec {
  readonly name: string;
  readonly roles: readonly RoleName[];
  /** The tmux window that its pane belongs to. */
  readonly window: string;
  /** Default `permanent`. */
  readonly restart?: RestartType | undefined;
}

/** A crew with everybody who may ever run in it: `max` agents. */
export interface Muster extends CrewSize {
  readonly name: string;
  readonly roles: readonly RoleName[];
  readonly members: readonly AgentSpec[];
  /** Default `one-for-one`. */
  readonly strategy?: Strategy | undefined;
}

export const DEFAULT_CREWS: readonly Crew[] = [
  {
    name: "writer",
    roles: ["concept-planner", "scriptsmith", "shotmaster", "videosolver"],
  },
  { name: "artist", roles: ["asset-synthesizer"], max: 2 },
  { name: "sound", roles: ["narrator", "composer"] },
  { name: "director", roles: ["director", "editor"] },
  { name: "renderer", roles: ["renderer", "post-processor"], max: 2 },
  { name: "critic", roles: ["critic", "publisher"] },
];

/** Two columns of four panes: each has some 99 by 11 characters in a window of 200 by 50. */
const PANES_PER_WINDOW = 8;

const NAME = /^[a-z][a-z0-9-]{0,23}$/;
const MOST_PER_CREW = 64;

/** The agents of a crew table: `artist-1`, `artist-2`, or just `writer` for a crew of one. */
export function rosterOf(crews: readonly Crew[]): AgentSpec[] {
  return musterOf(crews).flatMap(({ members }) => members);
}

/**
 * The crews with their agents. `sizes` are those that people have set since, by the crew's name: they
 * change how many there are, not what they are called.
 * Throws an `InputError` that names every wrong line.
 */
export function musterOf(
  crews: readonly Crew[],
  sizes: ReadonlyMap<string, CrewSize> = new Map(),
): Muster[] {
  const [first, ...others] = problemsOf(crews, sizes);
  if (first) throw new InputError([first, ...others]);
  const all = crews.map((crew) => ({ crew, size: sizes.get(crew.name) ?? sizeOf(crew) }));
  return all.map(({ crew, size }) => {
    const { name, roles, restart, strategy } = crew;
    const specOf = (agent: string, index: number): AgentSpec => ({
      name: agent,
      roles,
      window: windowOf(crew, index),
      ...(restart && { restart }),
    });
    const members = membersOf(crew, size.max).map(specOf);
    return { name, roles, ...size, members, ...(strategy && { strategy }) };
  });
}

/** The agent of this name, also one that a crew has only when people ask for more than its table says. */
export function agentNamed(crews: readonly Crew[], name: string): AgentSpec | undefined {
  const known = rosterOf(crews).find((agent) => agent.name === name);
  if (known) return known;
  const crew = crewOf(crews, name);
  const index = crew ? membersOf(crew, MOST_PER_CREW).indexOf(name) : 0;
  return crew && { name, roles: crew.roles, window: windowOf(crew, index) };
}

/** The crew to which an agent of this name belongs, or would belong. */
export function crewOf(crews: readonly Crew[], name: string): Crew | undefined {
  return crews.find((crew) => membersOf(crew, MOST_PER_CREW).includes(name));
}

/** As the crew table has it. */
export function sizeOf({
  count,
  min = count ?? 0,
  max = count ?? Math.max(min, 1),
}: Crew): CrewSize {
  return { min, max };
}

/** A crew has a window of its own, and a further one for each eight of its agents. */
function windowOf({ name }: Crew, index: number): string {
  const window = Math.floor(index / PANES_PER_WINDOW) + 1;
  return window === 1 ? name : `${name}-${window}`;
}

function membersOf(crew: Crew, most: number): string[] {
  const { name } = crew;
  const isSingle = sizeOf(crew).max === 1;
  return Array.from({ length: most }, (_, index) =>
    index === 0 && isSingle ? name : `${name}-${index + 1}`,
  );
}

function problemsOf(crews: readonly Crew[], sizes: ReadonlyMap<string, CrewSize>): Problem[] {
  const problems: Problem[] = crews.flatMap((crew, index) =>
    [...crewProblems(crew), ...restartProblems(crew, sizes.get(crew.name))].map((problem) => ({
      ...problem,
      at: [index, ...(problem.at ?? [])],
    })),
  );
  for (const [crew, size] of sizes) problems.push(...sizeProblems(`crew "${crew}"`, size));
  const mostOf = (crew: Crew): number => (sizes.get(crew.name) ?? sizeOf(crew)).max;
  const names = crews.flatMap((crew) => membersOf(crew, Math.min(mostOf(crew), MOST_PER_CREW)));
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

function crewProblems(crew: Crew): Problem[] {
  const { name, roles, count, min, max } = crew;
  const where = `crew "${name}"`;
  const problems: Problem[] = [];
  if (!NAME.test(name)) {
    problems.push({
      where,
      at: ["name"],
      message: "a name is 1 to 24 small letters, digits and dashes, a letter first",
    });
  }
  if (name === OVERVIEW) {
    const message = "is the name of the window that shows all crews";
    problems.push({ where, at: ["name"], message });
  }
  if (count === undefined) problems.push(...sizeProblems(where, sizeOf(crew)));
  else if (min !== undefined || max !== undefined) {
    problems.push({
      where,
      at: ["count"],
      message: "has both count and min or max",
      hint: "count is both at once",
    });
  } else if (!isSize(count, 1)) {
    problems.push({ where, at: ["count"], message: `count must be ${sizeWords(1)}, not ${count}` });
  }
  if (roles.length === 0) problems.push({ where, at: ["roles"], message: "has no roles" });
  for (const role of roles) {
    if (!ROLES.includes(role)) problems.push(unknownRole(where, role));
  }
  return problems;
}

/** Who need not come back can't be counted on. */
function restartProblems(crew: Crew, size: CrewSize = sizeOf(crew)): Problem[] {
  const { name, restart = "permanent" } = crew;
  if (restart === "permanent" || !(size.min > 0)) return [];
  const message = `is ${restart}, so its min can't be ${size.min}`;
  const hint = "a crew that must always be there is permanent";
  return [{ where: `crew "${name}"`, at: ["restart"], message, hint }];
}

function sizeProblems(where: string, { min, max }: CrewSize): Problem[] {
  const problems: Problem[] = [];
  const wrong = (name: string, message: string, hint?: string): void =>
    void problems.push({ where, at: [name], message, ...(hint === undefined ? {} : { hint }) });
  if (!isSize(min, 0)) wrong("min", `min must be ${sizeWords(0)}, not ${min}`);
  if (!isSize(max, 1)) wrong("max", `max must be ${sizeWords(1)}, not ${max}`);
  if (min > max) wrong("min", `min (${min}) is more than max (${max})`, "lower min or raise max");
  return problems;
}

const isSize = (size: number, least: number): boolean =>
  Number.isInteger(size) && size >= least && size <= MOST_PER_CREW;

const sizeWords = (least: number): string => `a whole number from ${least} to ${MOST_PER_CREW}`;

function unknownRole(where: string, role: string): Problem {
  const likely = ROLES.find(
    (known) => known[0] === role[0] && (known.includes(role) || role.includes(known.slice(0, 4))),
  );
  const hint = likely ? `did you mean "${likely}"?` : `roles are: ${ROLES.join(", ")}`;
  return { where, message: `unknown role "${role}"`, hint };
}
