import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { codeOf, InputError } from "../kernel/errors.ts";

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

/** Such a file may import others: its text alone does not say what it sets. */
export const isProgram = (file: string): boolean => extname(file) === ".ts";

/** Throws an `InputError` that names `where` and the system's reason when the file can't be read. */
export function readText(path: string, where = path): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const words = REASONS[code] ?? `can't be read (${code})`;
    throw new InputError([{ where, message: where === path ? words : `${path} ${words}` }]);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "may not be read",
  EISDIR: "is no file",
};
