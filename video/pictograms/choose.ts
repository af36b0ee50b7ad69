import { bearsEmblem } from "../look/emblem.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { visibleText } from "../script/visible-text.ts";
import { namedIn } from "./named.ts";
import type { PictogramName } from "./names.ts";

/** Of a scene: one name for its art, one for each row of a list, or nothing. */
export type Pictograms = readonly PictogramName[];

/** The same one at the opening and at the end is a motif, more often it is wallpaper. */
const MOST_OF_ONE = 2;
/** Of a film's scenes. */
const SHARE = 0.5;

/**
 * Chooses where a film shows a pictogram of what is said: at most in half of its scenes, none more
 * than twice nor in two scenes running. `hasRoom` says whether a scene's picture could hold one, `said` what
 * is heard over a scene: of a statement, which shows little of it, that counts when its own words name nothing.
 * Pure: the same scenes give the same pictograms.
 */
export function choosePictograms(
  contents: readonly SceneContent[],
  language: string,
  hasRoom: (index: number) => boolean,
  said: (index: number) => readonly string[] = () => [],
): (Pictograms | null)[] {
  const motif = motifOf(contents, language);
  const wishes = contents.flatMap((content, index) => {
    const found = wishOf(content, said(index), language, motif);
    return found && (content.template === "list" || hasRoom(index)) ? [{ ...found, index }] : [];
  });
  const chosen: (Pictograms | null)[] = contents.map(() => null);
  let left = Math.max(1, Math.floor(contents.length * SHARE));
  for (const { index, names } of wishes.toSorted(
    (a, b) => b.worth - a.worth || a.index - b.index,
  )) {
    if (left === 0) break;
    const fitting = names.find((each) => isFresh(each, index, chosen));
    if (!fitting) continue;
    chosen[index] = fitting;
    left -= 1;
  }
  return chosen;
}

/** Whether a scene's words name what a pictogram shows. */
export function names(content: SceneContent, language: string, pictogram: PictogramName): boolean {
  return visibleText(content)
    .flatMap((text) => namedIn(text, language))
    .some(({ name }) => name === pictogram);
}

interface Wish {
  /** What the scene may show, the best first. */
  readonly names: readonly Pictograms[];
  readonly worth: number;
}

/** What the film is about, by its own title. */
function motifOf(contents: readonly SceneContent[], language: string): ReadonlySet<PictogramName> {
  const [first] = contents;
  if (first?.template !== "title") return new Set();
  const words = [first.kicker ?? "", first.headline];
  return new Set(words.flatMap((each) => namedIn(each, language)).map(({ name }) => name));
}

function wishOf(
  content: SceneContent,
  said: readonly string[],
  language: string,
  motif: ReadonlySet<PictogramName>,
): Wish | null {
  if (content.template === "list") return wishOfRows(content.items, language);
  if (!bearsEmblem(content.template)) return null;
  const emphasis = content.template === "statement" ? content.emphasis : [];
  const worths = new Map<PictogramName, number>();
  for (const [line, text] of linesOf(content, said).entries()) {
    for (const [place, { name, start, end }] of namedIn(text, language).entries()) {
      const isStrong = emphasis.some((each) => {
        const at = text.indexOf(each);
        return at >= 0 && at < end && at + each.length > start;
      });
      const worth =
        10 - line * 3 - Math.min(place, 4) * 0.5 + (isStrong ? 2 : 0) + (motif.has(name) ? 4 : 0);
      worths.set(name, Math.max(worth, worths.get(name) ?? 0));
    }
  }
  const ranked = [...worths].toSorted((a, b) => b[1] - a[1]);
  const [best] = ranked;
  if (!best) return null;
  return {
    names: ranked.map(([name]): Pictograms => [name]),
    worth: best[1] + (OPENING_FIRST[content.template] ?? 0),
  };
}

/** A film's opening is worth a picture most, a quotation stands by itself. */
const OPENING_FIRST: Readonly<Record<string, number>> = { title: 6, quote: -2, closing: -1 };

/** Every row has its own, or all keep their numbers. */
function wishOfRows(items: readonly { readonly text: string }[], language: string): Wish | null {
  const taken = new Set<PictogramName>();
  for (const { text } of items) {
    const own = namedIn(text, language).find(({ name }) => !taken.has(name));
    if (!own) return null;
    taken.add(own.name);
  }
  return { names: [[...taken]], worth: 12 };
}

/** The texts in which a scene's thing is looked for, the weightiest first. */
function linesOf(content: SceneContent, said: readonly string[]): readonly string[] {
  const { template } = content;
  if (template === "title") {
    return [content.headline, content.kicker ?? "", content.subtitle ?? ""];
  }
  if (template === "figure") return [content.label, content.unit ?? "", content.context ?? ""];
  if (template === "closing") return [content.headline, content.action ?? ""];
  if (template === "section") return [content.headline];
  if (template === "statement") return [content.text, "", ...said];
  return template === "quote" ? [content.text] : [];
}

function isFresh(
  names: Pictograms,
  index: number,
  chosen: readonly (Pictograms | null)[],
): boolean {
  const beside = [...(chosen[index - 1] ?? []), ...(chosen[index + 1] ?? [])];
  const all = chosen.flatMap((each) => each ?? []);
  return names.every(
    (name) => !beside.includes(name) && all.filter((each) => each === name).length < MOST_OF_ONE,
  );
}
