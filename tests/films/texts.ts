import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A text of which a film is made, and where it comes from: comments in its front matter say so. */
export interface FilmText {
  /** File name without its ending. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly source: string;
  readonly licence: string;
  readonly kind: string;
}

const FOLDERS = [
  resolve(import.meta.dirname, "..", "..", "examples"),
  join(import.meta.dirname, "texts"),
];

/** The examples, then the texts that are only filmed here, each by name. */
export function filmTexts(): FilmText[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".md"))
      .toSorted()
      .map((file) => readText(join(folder, file), file.slice(0, -3))),
  );
}

function readText(path: string, name: string): FilmText {
  const text = readFileSync(path, "utf8");
  const comment = (field: string): string =>
    new RegExp(`^(?:# |<!-- )${field}: (.+?)(?: -->)?$`, "m").exec(text)?.[1] ?? "";
  return {
    name,
    path,
    text,
    source: comment("Source") || "Written for Kantoku",
    licence: comment("Licence") || "MIT",
    kind: comment("Kind") || "example",
  };
}
