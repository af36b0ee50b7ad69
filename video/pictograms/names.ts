import { LIFE } from "./words-of-life.ts";
import { NATURE } from "./words-of-nature.ts";
import { WORK } from "./words-of-work.ts";

/** Every pictogram with its words. */
export const VOCABULARY = { ...NATURE, ...LIFE, ...WORK };

export type PictogramName = keyof typeof VOCABULARY;

/** What a scene graph may name. */
export const PICTOGRAM_NAMES = Object.keys(VOCABULARY) as [PictogramName, ...PictogramName[]];
