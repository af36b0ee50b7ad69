import type { JobParams, Json, Priority } from "../../job.ts";

/** What a label on an issue says. */
export interface LabelMeaning {
  /** Asks for a film; each such label asks for one of its own. */
  readonly starts?: boolean | undefined;
  readonly workflow?: string | undefined;
  readonly priority?: Priority | undefined;
  /** Fields of the brief, such as `aspect`: they win over what the text says. */
  readonly brief?: Readonly<Record<string, Json>> | undefined;
  /** Params of every step, such as `scale`. */
  readonly params?: JobParams | undefined;
}

/** By name; GitHub's labels ignore case. */
export type LabelMeanings = Readonly<Record<string, LabelMeaning>>;

/** What the labels of one issue ask for, all told. */
export interface Wishes {
  readonly workflow?: string;
  readonly priority?: Priority;
  readonly brief: Readonly<Record<string, Json>>;
  readonly params: JobParams;
}

/** The labels that ask for a film. */
export function startingLabels(meanings: LabelMeanings): string[] {
  return Object.keys(meanings).filter((name) => meanings[name]?.starts);
}

/** `start` is the label that asked; of the others, later ones in the settings win. */
export function wishesOf(
  meanings: LabelMeanings,
  start: string,
  present: readonly string[],
): Wishes {
  const others = Object.keys(meanings).filter(
    (name) => !meanings[name]?.starts && present.some((label) => isSameLabel(label, name)),
  );
  const first = Object.keys(meanings).find((name) => isSameLabel(name, start));
  const asked = [...(first === undefined ? [] : [first]), ...others].map((name) => meanings[name]);
  const wishes: { workflow?: string; priority?: Priority } = {};
  for (const { workflow, priority } of asked.flatMap((meaning) => meaning ?? [])) {
    if (workflow !== undefined) wishes.workflow = workflow;
    if (priority !== undefined) wishes.priority = priority;
  }
  const brief = Object.assign({}, ...asked.map((meaning) => meaning?.brief)) as Wishes["brief"];
  const params = Object.assign({}, ...asked.map((meaning) => meaning?.params)) as JobParams;
  return { ...wishes, brief, params };
}

export function isSameLabel(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
