import { readFileSync } from "node:fs";
import { join } from "node:path";
import { charactersOfWoff2 } from "./woff2.ts";

const MODULES = join(import.meta.dirname, "../../node_modules");

/** Package and cut of each family that the composition loads; all cuts of a family hold the same characters. */
const FILES: Readonly<Record<string, readonly [folder: string, name: string, cut: string]>> = {
  "Inter Variable": ["@fontsource-variable/inter", "inter", "wght"],
  "Fraunces Variable": ["@fontsource-variable/fraunces", "fraunces", "full"],
  "Newsreader Variable": ["@fontsource-variable/newsreader", "newsreader", "opsz"],
  "Bricolage Grotesque Variable": [
    "@fontsource-variable/bricolage-grotesque",
    "bricolage-grotesque",
    "standard",
  ],
  "JetBrains Mono": ["@fontsource/jetbrains-mono", "jetbrains-mono", "400"],
  "Noto Sans JP": ["@fontsource/noto-sans-jp", "noto-sans-jp", "400"],
  "Noto Serif JP": ["@fontsource/noto-serif-jp", "noto-serif-jp", "500"],
};

interface Subset {
  readonly ranges: readonly Range[];
  /** Read when the first character in its ranges is asked for. */
  readonly characters: () => ReadonlySet<number>;
}

/** Both ends included. */
export type Range = readonly [from: number, to: number];

const families = new Map<string, readonly Subset[]>();

/** Whether a bundled family draws the code point, as the browser would: in one of its subsets' ranges, and with a glyph. */
export function isInFamily(family: string, code: number): boolean {
  const subsets = families.get(family) ?? subsetsOf(family);
  families.set(family, subsets);
  return subsets.some(
    ({ ranges, characters }) =>
      ranges.some(([from, to]) => from <= code && code <= to) && characters().has(code),
  );
}

function subsetsOf(family: string): Subset[] {
  const files = FILES[family];
  if (!files) return [];
  const [folder, name, cut] = files;
  const index = readFileSync(join(MODULES, folder, "unicode.json"), "utf8");
  return Object.entries(JSON.parse(index) as Record<string, string>).map(([subset, ranges]) => {
    const file = `${name}-${subset.replace(/[[\]]/g, "")}-${cut}-normal.woff2`;
    let read: ReadonlySet<number> | undefined;
    return {
      ranges: ranges.split(",").map((range) => rangeOf(range.replace("U+", ""))),
      characters: () =>
        (read ??= charactersOfWoff2(readFileSync(join(MODULES, folder, "files", file)))),
    };
  });
}

/** `1ea0-1ef9` or `20ab`, hexadecimal. */
export function rangeOf(text: string): Range {
  const [from = "0", to = from] = text.split("-");
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}
