import type { BrandKit } from "../../look/brand-kit.ts";
import type { ThemeName } from "../../look/names.ts";

/** One scene on the contact sheet. */
export interface SheetTile {
  readonly shot: string;
  /** Data URI of the scene when all of it has come. */
  readonly picture: string;
  /** When the scene is shown: `0:04 – 0:09`. */
  readonly time: string;
  /** Kind of scene and how it is shot, a few words. */
  readonly manner: string;
  /** What is said meanwhile. */
  readonly said: string;
}

/** What the contact sheet draws: plain JSON. */
// A type, not an interface: Remotion wants props that are assignable to a record.
export type SheetProps = {
  readonly title: string;
  readonly facts: string;
  readonly language: string;
  readonly theme: ThemeName;
  readonly brand?: BrandKit | undefined;
  /** Width over height of the film. */
  readonly ratio: number;
  readonly tiles: readonly SheetTile[];
};

/** Pixels; a sheet is read on a screen. */
export const SHEET = { width: 1920, margin: 72, gap: 40, head: 176 } as const;

/** Room below a picture, in px, and for how many lines of what is said. */
const BESIDE = { words: 178, lines: 3 } as const;
const BELOW = { words: 274, lines: 5 } as const;

/** Columns, the size of a picture, and the height of the whole sheet, for the shape of the film. */
export function sheetLayout({ ratio, tiles }: Pick<SheetProps, "ratio" | "tiles">) {
  const { width, margin, gap, head } = SHEET;
  const columns = ratio > 1.2 ? 3 : ratio > 0.8 ? 4 : 5;
  const tile = Math.floor((width - 2 * margin - (columns - 1) * gap) / columns);
  const picture = { w: tile, h: Math.round(tile / ratio) };
  // A narrow picture has no room for its manner beside its name.
  const isNarrow = columns > 3;
  const { words, lines } = isNarrow ? BELOW : BESIDE;
  const rows = Math.ceil(tiles.length / columns);
  const height = margin + head + rows * (picture.h + words) + (rows - 1) * gap + margin;
  return { columns, picture, isNarrow, words, lines, height: height + (height % 2) };
}
