import { faceNamed } from "./brand-fonts.ts";
import type { BrandKit } from "./brand-kit.ts";
import type { Hex } from "./colour.ts";
import { contrast, luminance, mix, saturation } from "./colour.ts";
import type { Theme, Tone } from "./theme.ts";

/** A brand's colour that could not be read where it must stand, and what stands there instead. */
export interface Repair {
  readonly part: "background" | "foreground" | "accent" | "accent2";
  readonly asked: Hex;
  readonly used: Hex;
}

/** WCAG 2.2 AA for text of any size. */
const READABLE = 4.5;
const LIGHT: Hex = "#fdfcf9";
const DARK: Hex = "#0c0c10";

/**
 * The theme in a house's colours and faces; its motion, texture and drawings stay. Colours that can't
 * be read on their fields are moved towards light or dark until they can.
 */
export function brandedTheme(theme: Theme, brand: BrandKit | undefined): Theme {
  if (!brand) return theme;
  const { display, body } = brand.fonts ?? {};
  return {
    ...theme,
    tones: hasColours(brand) ? brandedTones(theme, brand) : theme.tones,
    type: {
      ...theme.type,
      ...(display ? { display: faceNamed(display, "display") } : {}),
      ...(body ? { body: faceNamed(body, "body") } : {}),
    },
  };
}

/** Which of a brand's colours had to give way on the base field, for the report. */
export function repairsOf(theme: Theme, brand: BrandKit | undefined): Repair[] {
  if (!brand || !hasColours(brand)) return [];
  const { base } = brandedTones(theme, brand);
  return (["background", "foreground", "accent", "accent2"] as const).flatMap((part) => {
    const asked = brand.colours?.[part];
    return asked === undefined || asked === base[part] ? [] : [{ part, asked, used: base[part] }];
  });
}

function hasColours({ colours = {} }: BrandKit): boolean {
  return Object.keys(colours).length > 0;
}

function brandedTones({ tones }: Theme, { colours = {} }: BrandKit): Theme["tones"] {
  const { base } = tones;
  const background = calm(colours.background ?? base.background);
  const foreground = colours.foreground ?? better(background, base.foreground, base.background);
  const accent = colours.accent ?? base.accent;
  const accent2 =
    colours.accent2 ?? (colours.accent ? mix(foreground, accent, 0.45) : base.accent2);
  const own = toneFrom({ background, foreground, accent, accent2 });
  const turned = calm(mix(own.foreground, own.background, 0.06));
  const flooded = calm(accent);
  const ink = better(flooded, own.background, own.foreground);
  return {
    base: own,
    inverse: toneFrom({ background: turned, foreground: own.background, accent, accent2 }),
    accent: toneFrom({
      background: flooded,
      foreground: ink,
      accent: mix(ink, isMuddy(ink, accent2) ? LIGHT : accent2, 0.3),
      accent2: mix(ink, flooded, 0.12),
    }),
  };
}

/**
 * Neither pure black nor pure white, nor of a middle lightness on which no ink at all stands out
 * enough once a drawing lies under it.
 */
function calm(background: Hex): Hex {
  const light = luminance(background);
  if (light > 0.96) return mix(background, "#f2ede2", 0.4);
  if (light < 0.004) return mix(background, "#2a2d36", 0.4);
  return light > 0.13 && light < 0.25
    ? moved(background, DARK, (each) => luminance(each) <= 0.13)
    : background;
}

function toneFrom(asked: Pick<Tone, "background" | "foreground" | "accent" | "accent2">): Tone {
  const { background } = asked;
  const goal = better(background, LIGHT, DARK);
  const away = goal === LIGHT ? DARK : LIGHT;
  // Forms keep away from the inks where the field is near the middle, else they take the accent's hue.
  const [hue, shares] =
    contrast(goal, background) > 9 && !isMuddy(background, asked.accent)
      ? [asked.accent, [0.05, 0.09, 0.14] as const]
      : [away, [0.08, 0.15, 0.22] as const];
  const forms = [0, 1, 2].map((at) => mix(background, hue, shares[at] ?? 0)) as [Hex, Hex, Hex];
  const surface = mix(background, contrast(goal, background) > 9 ? LIGHT : away, 0.07);
  const fields = [background, surface, ...forms];
  const readable = (ink: Hex): Hex => moved(ink, goal, (each) => isReadable(each, fields));
  const foreground = readable(asked.foreground);
  return {
    background,
    surface,
    foreground,
    muted: readable(mix(foreground, background, 0.32)),
    accent: readable(asked.accent),
    accent2: readable(asked.accent2),
    forms,
  };
}

/** Whether a little of one colour takes the life out of the other, as blue does to yellow. */
function isMuddy(field: Hex, drop: Hex): boolean {
  return saturation(mix(field, drop, 0.14)) < saturation(field) * 0.8 && saturation(field) > 0.3;
}

function isReadable(ink: Hex, fields: readonly Hex[]): boolean {
  return fields.every((field) => contrast(ink, field) >= READABLE);
}

const STEPS = 25;

/** The colour as it is when it suits, else so far towards `goal` as it must go. */
function moved(colour: Hex, goal: Hex, suits: (colour: Hex) => boolean): Hex {
  for (let step = 0; step < STEPS; step += 1) {
    const tried = step === 0 ? colour : mix(colour, goal, step / STEPS);
    if (suits(tried)) return tried;
  }
  return goal;
}

function better(field: Hex, one: Hex, other: Hex): Hex {
  return contrast(one, field) >= contrast(other, field) ? one : other;
}
