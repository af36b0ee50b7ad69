import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError, messageOf, type Problem } from "../kernel/errors.ts";
import { problemsOf, type Locate, type Written } from "./config-problems.ts";
import { recallParsed, rememberParsed } from "./parsed-yaml.ts";
import { Settings } from "./settings.ts";

const NAMES = ["kantoku.config.yaml", "kantoku.config.yml", "kantoku.config.ts"];

/** The config file of a home, if it has one. */
export function findConfigFile(root: string): string | undefined {
  return NAMES.map((name) => join(root, name)).find((path) => existsSync(path));
}

/** Changes whenever the file does, or there is another one. */
export function configMark(root: string, named: string | undefined): string {
  const file = named ?? findConfigFile(root);
  const stat = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
  return stat ? `${file} ${stat.mtimeMs} ${stat.size} ${stat.ino}` : `${file ?? "none"} missing`;
}

/**
 * Settings from a file (all defaults when there is none) with `overrides` on top. What the file says may
 * be kept in the folder `cache`. Throws an InputError that names every problem with its line.
 */
export async function readSettings(
  file: string | undefined,
  overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  cache?: string,
): Promise<Settings> {
  const written = file === undefined ? nothing : await readConfigFile(file, cache);
  const merged = merge(written.value, overrides);
  const parsed = Settings.safeParse(merged);
  if (parsed.success) return parsed.data;
  // The parser knows in which line a problem is.
  if (written.isRecalled) return readSettings(file, overrides);
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, written));
  throw new InputError(problems as [Problem, ...Problem[]]);
}

const nothing: Written = { value: {}, file: "settings", locate: () => ({}) };

async function readConfigFile(path: string, cache: string | undefined): Promise<Written> {
  if (!existsSync(path))
    throw new InputError([{ where: path, message: "there is no such config file" }]);
  return extname(path) === ".ts" ? importConfig(path) : readYaml(path, cache);
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

async function readYaml(path: string, cache: string | undefined): Promise<Written> {
  const text = readFileSync(path, "utf8");
  const recalled = cache === undefined ? undefined : recallParsed(cache, text);
  if (recalled) return { ...nothing, ...recalled, isRecalled: true };
  const written = await parseYaml(text, basename(path));
  if (cache !== undefined) rememberParsed(cache, text, written.value);
  return written;
}

async function parseYaml(text: string, file: string): Promise<Written> {
  const { LineCounter, parseDocument, isNode } = await import("yaml");
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };
  const problems = document.errors.map((error) => ({
    where: file,
    ...at(error.pos[0]),
    message: error.message.split("\n")[0]?.replace(/ at line \d+.*$/, "") ?? "",
  }));
  if (problems.length > 0) throw new InputError(problems as [Problem, ...Problem[]]);
  const locate: Locate = (keys) => {
    const node = keys.length === 0 ? document.contents : document.getIn(keys, true);
    return isNode(node) && node.range ? at(node.range[0]) : {};
  };
  return { value: document.toJS() ?? {}, file, locate };
}

function merge(value: unknown, overrides: Readonly<Record<string, object>>): unknown {
  if (!isRecord(value)) return value;
  const merged: Record<string, unknown> = { ...value };
  for (const [section, settings] of Object.entries(overrides)) {
    const before = merged[section];
    if (before === undefined || isRecord(before)) merged[section] = { ...before, ...settings };
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
