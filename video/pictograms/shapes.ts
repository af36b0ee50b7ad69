import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { PictogramName } from "./names.ts";
import { PICTOGRAM_NAMES } from "./names.ts";
import { OWN_SHAPES } from "./own-shapes.ts";

/** A pictogram's strokes as SVG path data on a grid of 24 × 24, in the order in which they are drawn. */
export type Strokes = readonly string[];

/** Whose drawing it is, for the asset manifest. */
export interface Origin {
  readonly generator: string;
  readonly licence: string;
  readonly provenance: string;
}

let strokes: ReadonlyMap<PictogramName, Strokes> | undefined;

/** The strokes of a pictogram; the icon set's file is read once, and no more of it kept than can be named. */
export function strokesOf(name: PictogramName): Strokes {
  strokes ??= read();
  const found = strokes.get(name);
  if (!found) throw new TypeError(`No pictogram ${name}.`);
  return found;
}

export function originOf(name: PictogramName): Origin {
  if (ownStrokes(name)) {
    return {
      generator: `kantoku/pictogram/${name}`,
      licence: "MIT",
      provenance: "Drawn for Kantoku.",
    };
  }
  const about = fileURLToPath(import.meta.resolve("@tabler/icons/package.json"));
  const { version } = JSON.parse(readFileSync(about, "utf8")) as { version: string };
  return {
    generator: `@tabler/icons@${version}/${name}`,
    licence: "MIT",
    provenance: "Tabler Icons, copyright Paweł Kuna, https://tabler.io/icons",
  };
}

/** The pictogram by itself, for the asset manifest. */
export function pictogramSvg(name: PictogramName): string {
  const paths = strokesOf(name).map((d) => `<path d="${d}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${paths.join("")}</svg>`;
}

function ownStrokes(name: PictogramName): Strokes | undefined {
  return (OWN_SHAPES as Readonly<Record<string, Strokes>>)[name];
}

function read(): Map<PictogramName, Strokes> {
  const file = fileURLToPath(import.meta.resolve("@tabler/icons/tabler-nodes-outline.json"));
  const icons = JSON.parse(readFileSync(file, "utf8")) as Readonly<
    Record<string, readonly (readonly [string, { readonly d?: string }])[]>
  >;
  return new Map(
    PICTOGRAM_NAMES.map((name) => {
      const shapes = icons[name] ?? [];
      return [name, ownStrokes(name) ?? shapes.flatMap(([, { d }]) => (d ? [d] : []))];
    }),
  );
}
