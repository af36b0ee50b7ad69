import { readdirSync, realpathSync, statSync } from "node:fs";
import { extname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { codeOf } from "../../../kernel/errors.ts";

export type Located =
  | { readonly kind: "found"; readonly file: string; readonly bytes: number }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Finds a file that a brief names, in the first of the folders that has it. Wherever links and dots
 * lead, the file itself must lie within one of the folders: a brief may come from a stranger.
 */
export function locate(path: string, folders: readonly string[]): Located {
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return refused("only files and web addresses are taken");
  const roots = folders.flatMap(real);
  const places = isAbsolute(path) ? [path] : roots.map((root) => join(root, path));
  const files = places.flatMap(real);
  const [file] = files.filter((each) => roots.some((root) => isWithin(root, each)));
  if (file === undefined) {
    return refused(
      files.length > 0 ? "it lies outside of the folders allowed" : "there is no such file",
    );
  }
  const { size, isFile } = statusOf(file);
  return isFile ? { kind: "found", file, bytes: size } : refused("it is no file");
}

/** What the author may have meant to be shown, of a folder within the folders allowed; by name. */
export function filesOf(folder: string, folders: readonly string[]): string[] {
  const roots = folders.flatMap(real);
  const places = isAbsolute(folder) ? [folder] : roots.map((root) => resolve(root, folder));
  const [found] = places.flatMap(real).filter((each) => roots.some((root) => isWithin(root, each)));
  if (found === undefined) return [];
  return readdirSync(found, { withFileTypes: true })
    .filter((entry) => entry.isFile() && SHOWN.has(extname(entry.name).toLowerCase()))
    .map(({ name }) => join(found, name))
    .toSorted();
}

const SHOWN = new Set([".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".mp4", ".mov", ".webm"]);

function isWithin(root: string, file: string): boolean {
  const way = relative(root, file);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The place that a path leads to in the end; none when it leads nowhere. */
function real(path: string): string[] {
  try {
    return [realpathSync(path)];
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return [];
  }
}

function statusOf(file: string): { readonly size: number; readonly isFile: boolean } {
  const status = statSync(file);
  return { size: status.size, isFile: status.isFile() };
}

function refused(reason: string): Located {
  return { kind: "refused", reason };
}
