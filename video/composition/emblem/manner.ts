import type { ReactNode } from "react";
import type { EmblemColours } from "../../look/emblem-colours.ts";
import type { Dice } from "../../look/random.ts";
import type { Tone } from "../../look/theme.ts";
import type { Halo } from "../parts/Pictogram.tsx";

/** What a field is drawn from, on a square of 100 × 100. */
export interface FieldProps {
  readonly tone: Tone;
  readonly colours: EmblemColours;
  /** How far it has come in, 0 to 1. */
  readonly share: number;
  readonly dice: Dice;
}

/** How a theme sets a pictogram: on what field, how heavy. */
export interface Manner {
  /** The pictogram's side as a share of the square. */
  readonly share: number;
  /** Off the middle, as shares of the square. */
  readonly shift?: { readonly x: number; readonly y: number };
  /** When its first stroke begins, in entrances after the field's. */
  readonly lead: number;
  /** Of its lines, on the pictogram's grid of 24. */
  readonly weight: number;
  readonly halo?: Halo;
  readonly field: (props: FieldProps) => ReactNode;
}
