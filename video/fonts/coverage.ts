import { OperationalError } from "../../kernel/errors.ts";
import { brandedTheme } from "../look/brand.ts";
import { charactersIn } from "../look/characters.ts";
import type { Theme } from "../look/theme.ts";
import { THEMES } from "../look/themes.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import type { Range } from "./bundled.ts";
import { isInFamily } from "./bundled.ts";
import { machineRanges } from "./machine.ts";

/** Characters of one script that would come out as boxes, and the Debian package that draws them. */
export interface MissingGlyphs {
  readonly script: string;
  readonly characters: readonly string[];
  readonly package: string;
}

/** What Debian and Ubuntu call the fonts of a script; first match. */
const SCRIPTS: readonly (readonly [script: string, pattern: RegExp, fonts: string])[] = [
  ["Korean", /\p{sc=Hang}/u, "fonts-noto-cjk"],
  ["Chinese or Japanese", /\p{sc=Han}|\p{sc=Hira}|\p{sc=Kana}|\p{sc=Bopo}/u, "fonts-noto-cjk"],
  ["Arabic", /\p{sc=Arab}/u, "fonts-noto-core"],
  ["Hebrew", /\p{sc=Hebr}/u, "fonts-noto-core"],
  ["Devanagari", /\p{sc=Deva}/u, "fonts-noto-core"],
  ["Bengali", /\p{sc=Beng}/u, "fonts-noto-core"],
  ["Tamil", /\p{sc=Taml}/u, "fonts-noto-core"],
  ["Thai", /\p{sc=Thai}/u, "fonts-noto-core"],
  ["Greek", /\p{sc=Grek}/u, "fonts-noto-core"],
  ["Cyrillic", /\p{sc=Cyrl}/u, "fonts-noto-core"],
  ["Emoji", /\p{Extended_Pictographic}/u, "fonts-noto-color-emoji"],
];
const OTHERS = ["Other", "fonts-noto-core or fonts-noto-extra"] as const;

/** Throws `glyphs-missing` when a text of the film would show a box in place of a character. */
export async function checkGlyphs(graph: SceneGraph, signal?: AbortSignal): Promise<void> {
  const theme = brandedTheme(THEMES[graph.theme], graph.brand);
  const characters = charactersIn(graph);
  // Most films need no font of the machine, and asking takes a moment.
  if (missingGlyphs(characters, theme, []).length === 0) return;
  const missing = missingGlyphs(characters, theme, await machineRanges(signal));
  if (missing.length > 0) throw refusal(missing);
}

/** Which characters neither every face of the theme nor a font of the machine can draw. */
export function missingGlyphs(
  characters: Iterable<string>,
  { type }: Theme,
  machine: readonly Range[],
): MissingGlyphs[] {
  const faces = [type.display, type.body, type.mono].map(({ family }) =>
    family.split(",").map((each) => each.trim().replaceAll('"', "")),
  );
  const missing = Array.from(characters).filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (/[\p{Z}\p{C}\p{Variation_Selector}]/u.test(character)) return false;
    if (faces.every((families) => families.some((family) => isInFamily(family, code))))
      return false;
    return !machine.some(([from, to]) => from <= code && code <= to);
  });
  return byScript(missing);
}

function byScript(characters: readonly string[]): MissingGlyphs[] {
  const found = new Map<string, MissingGlyphs>();
  for (const character of characters) {
    const [script, , fonts] = SCRIPTS.find(([, pattern]) => pattern.test(character)) ?? [
      OTHERS[0],
      null,
      OTHERS[1],
    ];
    const before = found.get(script)?.characters ?? [];
    found.set(script, { script, characters: [...before, character], package: fonts });
  }
  return [...found.values()];
}

/** So many characters are named. */
const SHOWN = 12;

function refusal(missing: readonly MissingGlyphs[]): OperationalError {
  const told = missing.map(({ script, characters }) => {
    const shown = characters.slice(0, SHOWN).map((each) => `${each} (${codeOf(each)})`);
    const more = characters.length > SHOWN ? ` and ${characters.length - SHOWN} more` : "";
    return `${script} ${shown.join(", ")}${more}`;
  });
  const packages = [...new Set(missing.map((each) => each.package))].join(" ");
  return new OperationalError(
    "glyphs-missing",
    `No font of this machine has these characters of the film: ${told.join("; ")}.`,
    {
      hint: `Install their fonts on every machine that renders (Debian: apt-get install ${packages}), or write the text without them.`,
    },
  );
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
