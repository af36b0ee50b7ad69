import { statSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import type { YAMLMap } from "yaml";
import { rosterOf } from "../agents/roster.ts";
import { InputError, messageOf, type Problem } from "../kernel/errors.ts";
import { placed, problemsOf, type Locate, type Override, type Written } from "./config-problems.ts";
import { isProgram, readText } from "./configfile.ts";
import { Settings } from "./settings.ts";

/**
 * Settings from a file (all defaults when there is none) with `overrides` on top. What the file says may
 * be given as `text`. Throws an InputError that names every problem with its line.
 */
export async function readSettings(
  file: string | undefined,
  overrides: readonly Override[],
  text?: string,
): Promise<Settings> {
  const written = file === undefined ? nothing : await readConfigFile(file, text);
  const parsed = Settings.safeParse(merge(written.value, overrides));
  const problems = parsed.success
    ? crewProblems(parsed.data).map((problem) => placed(problem, written))
    : parsed.error.issues.flatMap((issue) => problemsOf(issue, written, overrides));
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new InputError(problems.toSorted(byPlace) as [Problem, ...Problem[]]);
}

/** As in the file, from its top. */
const byPlace = (a: Problem, b: Problem): number =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);

/** Why the crew can't work, although each of its settings could be. */
function crewProblems({ crew }: Settings): readonly Problem[] {
  try {
    rosterOf(crew);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

const nothing: Written = { value: {}, file: "settings", locate: () => ({}) };

async function readConfigFile(path: string, text: string | undefined): Promise<Written> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new InputError([{ where: path, message: "there is no such config file" }]);
  if (!stat.isFile()) throw new InputError([{ where: path, message: "is no file" }]);
  return isProgram(path) ? importConfig(path) : parseYaml(text ?? readText(path), basename(path));
}

async function importConfig(path: string): Promise<Written> {
  try {
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
    if (module.default !== undefined)
      return { value: module.default, file: basename(path), locate: () => ({}) };
  } catch (error) {
    throw new InputError([{ where: basename(path), message: messageOf(error) }]);
  }
  const hint = "export default defineConfig({ … })";
  throw new InputError([{ where: basename(path), message: "has no default export", hint }]);
}

async function parseYaml(text: string, file: string): Promise<Written> {
  const { LineCounter, parseDocument, isMap, isNode, isScalar } = await import("yaml");
  const { plainValue } = await import("../kernel/yaml.ts");
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };
  const plain = plainValue(document);
  if ("flaws" in plain) {
    const problems = plain.flaws.map(({ offset, words }) => ({
      where: file,
      ...at(offset),
      ...words,
    }));
    throw new InputError(problems as [Problem, ...Problem[]]);
  }
  const locate: Locate = (keys, part = "value") => {
    const holder = document.getIn(keys.slice(0, -1), true);
    const node = part === "name" && isMap(holder) ? nameIn(holder, keys.at(-1)) : nodeAt(keys);
    return isNode(node) && node.range ? at(node.range[0]) : {};
  };
  const nodeAt = (keys: readonly PropertyKey[]) =>
    keys.length === 0 ? document.contents : document.getIn(keys, true);
  const nameIn = ({ items }: YAMLMap, name: unknown) =>
    items.find(({ key }) => isScalar(key) && key.value === name)?.key;
  return { value: plain.value ?? {}, file, locate };
}

function merge(value: unknown, overrides: readonly Override[]): unknown {
  if (!isRecord(value)) return value;
  const merged: Record<string, unknown> = { ...value };
  for (const { path, value: set } of overrides) {
    const [section, name] = path;
    const before = merged[section];
    if (before === undefined || isRecord(before)) merged[section] = { ...before, [name]: set };
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
