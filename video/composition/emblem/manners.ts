import type { ThemeName } from "../../look/names.ts";
import { brass, inkRing, orbit, plan } from "./in-lines.tsx";
import type { Manner } from "./manner.ts";
import { cutPaper, plate, starburst, sunDisc } from "./on-fields.tsx";

/** Each theme's own. */
export const MANNERS: Readonly<Record<ThemeName, Manner>> = {
  daybreak: sunDisc,
  midnight: orbit,
  washi: inkRing,
  signal: plate,
  blueprint: plan,
  evergreen: brass,
  confetti: cutPaper,
  cobalt: starburst,
};
