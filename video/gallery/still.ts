import type { Aspect, ThemeName } from "../look/names.ts";

/** One picture of the gallery. */
export interface Still {
  readonly template: string;
  readonly theme: ThemeName;
  readonly aspect: Aspect;
  /** Relative to the page, with forward slashes. */
  readonly file: string;
}
