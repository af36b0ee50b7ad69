import { z } from "zod";
import { FONT_NAMES } from "./brand-fonts.ts";

export const NO_COLOUR = "is not a colour such as #1d3fc4";
export const NO_FONT = `is not a bundled font; choose one of ${FONT_NAMES.join(", ")}`;
export const NO_LOGO = "is not the path of a .svg, .png, .jpg or .webp file";

const colour = z
  .templateLiteral(["#", z.string().regex(/^(?:[0-9a-fA-F]{3}){1,2}$/)], { error: NO_COLOUR })
  .overwrite((text) => `#${sixDigits(text.slice(1).toLowerCase())}`);

const font = z.enum(FONT_NAMES, { error: NO_FONT });

/** A house's own look, laid over whichever theme a film has. */
export const BrandKit = z.strictObject({
  colours: z
    .strictObject({
      background: colour.optional(),
      foreground: colour.optional(),
      accent: colour.optional(),
      accent2: colour.optional(),
    })
    .optional(),
  fonts: z.strictObject({ display: font.optional(), body: font.optional() }).optional(),
  /** Path of an image, beside the brief or absolute. */
  logo: z
    .string()
    .regex(/\.(?:svg|png|jpe?g|webp)$/i, NO_LOGO)
    .optional(),
});
export type BrandKit = z.infer<typeof BrandKit>;

/** A brief's own kit wins, part by part, over the house's from the configuration. */
export function joinBrands(own: BrandKit = {}, house: BrandKit = {}): BrandKit | undefined {
  const joined = {
    ...house,
    ...own,
    colours: { ...house.colours, ...own.colours },
    fonts: { ...house.fonts, ...own.fonts },
  };
  const isEmpty =
    joined.logo === undefined &&
    Object.keys(joined.colours).length === 0 &&
    Object.keys(joined.fonts).length === 0;
  return isEmpty ? undefined : joined;
}

function sixDigits(digits: string): string {
  return digits.length === 6 ? digits : Array.from(digits, (digit) => digit + digit).join("");
}
