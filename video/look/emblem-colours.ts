import type { Hex } from "./colour.ts";
import type { ThemeName } from "./names.ts";
import type { Tone } from "./theme.ts";

/** A pictogram's strokes, and the field right under them. */
export interface EmblemColours {
  readonly ink: Hex;
  readonly field: Hex;
}

/** Cut out of a field of the accent. */
const CUT_OUT = ({ background, accent }: Tone): EmblemColours => ({
  ink: background,
  field: accent,
});
/** In the accent, on a faint field. */
const DRAWN = ({ accent, forms }: Tone): EmblemColours => ({ ink: accent, field: forms[0] });

/** Each theme's pair; the tones promise that inks are read on backgrounds and on forms. */
export const EMBLEM_COLOURS: Readonly<Record<ThemeName, (tone: Tone) => EmblemColours>> = {
  daybreak: CUT_OUT,
  midnight: DRAWN,
  washi: ({ background, foreground }) => ({ ink: foreground, field: background }),
  signal: CUT_OUT,
  blueprint: ({ background, accent }) => ({ ink: accent, field: background }),
  evergreen: DRAWN,
  confetti: CUT_OUT,
  cobalt: CUT_OUT,
};
