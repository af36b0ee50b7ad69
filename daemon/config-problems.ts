import { z } from "zod";
import type { Problem } from "../kernel/errors.ts";
import { nearest } from "../kernel/nearest.ts";
import { Settings } from "./settings.ts";

/** Where in the file a setting's value stands, or its name. */
export type Locate = (
  path: readonly PropertyKey[],
  part?: "name" | "value",
) => { line?: number; column?: number };

/** What a person wrote, still unchecked, and where each part of it stands. */
export interface Written {
  readonly value: unknown;
  readonly file: string;
  readonly locate: Locate;
}

/** What a flag or the environment sets over the file. */
export interface Override {
  readonly path: readonly [section: string, name: string];
  readonly value: unknown;
  /** Such as `KANTOKU_PORT`: where a person mends it. */
  readonly from: string;
}

/**
 * The schema's finding in a person's words, with its place: a line of the file, or what was set over it.
 * What is missing is told where it is missed.
 */
export function problemsOf(
  issue: z.core.$ZodIssue,
  { value, file, locate }: Written,
  overrides: readonly Override[],
): Problem[] {
  if (issue.code === "unrecognized_keys") return unknownNames(issue, file, locate);
  const name = issue.path.join(".");
  const override = overrides.find(({ path }) => name === path.join("."));
  const found = override ? override.value : valueAt(value, issue.path);
  const { message, hint } = wordsOn(issue, found);
  const words = {
    message: name ? `${name}: ${message}` : message,
    ...(hint === undefined ? {} : { hint }),
  };
  if (override) return [{ where: override.from, ...words }];
  const place = locate(found === undefined ? issue.path.slice(0, -1) : issue.path);
  return [{ where: file, ...place, ...words }];
}

/** A crew's problem with the place of what is wrong, or of the nearest that the file says. */
export function placed(problem: Problem, { file, locate }: Written): Problem {
  const message = `${problem.where}: ${problem.message}`;
  const path = ["crew", ...(problem.at ?? [])];
  for (let length = path.length; length > 0; length -= 1) {
    const place = locate(path.slice(0, length));
    if (place.line !== undefined) return { ...problem, where: file, ...place, message };
  }
  return { ...problem, where: file, message };
}

function unknownNames(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  file: string,
  locate: Locate,
): Problem[] {
  const known = keysAt(Settings, issue.path);
  return issue.keys.map((key) => {
    const near = nearest(key, known);
    const message = `unknown setting "${[...issue.path, key].join(".")}"`;
    const hint = near ? `did you mean "${near}"?` : `known here: ${known.join(", ")}`;
    return { where: file, ...locate([...issue.path, key], "name"), message, hint };
  });
}

function wordsOn(issue: z.core.$ZodIssue, found: unknown): { message: string; hint?: string } {
  if (issue.code === "invalid_type") {
    if (found === undefined) return { message: "is missing" };
    return { message: `${shown(found)} is no ${KINDS[issue.expected] ?? issue.expected}` };
  }
  if ((issue.code === "too_small" || issue.code === "too_big") && typeof found === "number") {
    const limit = issue.code === "too_small" ? `least ${issue.minimum}` : `most ${issue.maximum}`;
    const side = issue.code === "too_small" ? "small" : "big";
    return { message: `${found} is too ${side}`, hint: `at ${limit}` };
  }
  if (issue.code === "invalid_value" && typeof found === "string") {
    const known = issue.values.map(String);
    const near = nearest(found, known);
    const hint = near ? `did you mean "${near}"?` : `there are: ${known.join(", ")}`;
    return { message: `there is no "${found}"`, hint };
  }
  if (issue.code === "too_small" && issue.origin === "array") {
    return { message: `has too few entries: at least ${String(issue.minimum)} is needed` };
  }
  return { message: lowerFirst(issue.message) };
}

/** The schema's words for kinds of values, where people have others. */
const KINDS: Readonly<Record<string, string>> = {
  array: "list",
  boolean: "true or false",
  int: "whole number",
  object: "group of settings",
  record: "group of settings",
  string: "text",
};

const LONGEST_SHOWN = 40;

function shown(value: unknown): string {
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  if (text.length <= LONGEST_SHOWN) return text;
  return `${text.slice(0, LONGEST_SHOWN)}…${typeof value === "string" ? '"' : ""}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  type Holder = Readonly<Record<PropertyKey, unknown>> | undefined | null;
  return path.reduce<unknown>((here, key) => (here as Holder)?.[key], value);
}

/** Names that the schema knows at `path`. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  let here = bare(schema);
  for (const key of path) {
    if (here instanceof z.ZodObject) here = bare(here.shape[String(key)]);
    else if (here instanceof z.ZodArray) here = bare(here.element);
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function bare(schema: unknown): unknown {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional
  ) {
    return bare(schema.unwrap());
  }
  return schema;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
