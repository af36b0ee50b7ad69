import type { BrandKit } from "../look/brand-kit.ts";
import type { Aspect, ThemeName } from "../look/names.ts";
import type { Flaw } from "./flaws/flaw.ts";
import type { CAPTION_PLACES, LOUDNESS_NAMES } from "./brief.ts";

/** What an author may ask for, once read; everything else is the text itself. */
export interface Requirements {
  title?: string;
  audience?: string;
  goal?: string;
  keyMessages?: string[];
  duration?: number;
  aspect?: Aspect;
  language?: string;
  style?: string;
  tone?: string;
  theme?: ThemeName;
  brand?: BrandKit;
  assets?: string;
  music?: string;
  seed?: number;
  mustHave?: string[];
  mustNot?: string[];
  budget?: number;
  deadline?: string;
  link?: string;
  pronunciations?: Record<string, string>;
  captions?: (typeof CAPTION_PLACES)[number];
  loudness?: (typeof LOUDNESS_NAMES)[number];
}
export type FieldKey = keyof Requirements;

/** Either the value, or what is wrong with it. */
export type Reading = { readonly value: Requirements[FieldKey] } | { readonly flaw: Flaw };
