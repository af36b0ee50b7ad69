import type { SceneContent, TemplateName } from "../scene-graph/content.ts";
import type { Hex } from "./colour.ts";
import { contrast, luminance, mix } from "./colour.ts";
import type { ThemeName } from "./names.ts";
import { hash } from "./random.ts";

/** One field of colour and everything that may stand on it; text colours reach 4.5:1 on it. */
export interface Tone {
  readonly background: Hex;
  /** A panel on the background; text colours reach 4.5:1 on it too. */
  readonly surface: Hex;
  readonly foreground: Hex;
  readonly muted: Hex;
  readonly accent: Hex;
  readonly accent2: Hex;
  /** Fields and figures of a drawing under texts, from faint to strong; text colours reach 4.5:1 on them too. */
  readonly forms: readonly [Hex, Hex, Hex];
}

/** `base` carries most scenes; the other two give the film its rhythm. */
export type ToneName = "base" | "inverse" | "accent";

/** A family list for CSS: Latin first, Japanese behind it. */
export interface Face {
  readonly family: string;
  readonly weight: number;
  /** Of the strong parts of a text in this face. */
  readonly bold: number;
  /** In em; for Latin alone, Japanese is set solid. */
  readonly tracking: number;
  readonly lineHeight: number;
  /** As in CSS `font-variation-settings`: pinned, so that widths scale with the size. */
  readonly variation: string;
}

export interface Theme {
  readonly name: ThemeName;
  readonly tones: Readonly<Record<ToneName, Tone>>;
  readonly type: { readonly display: Face; readonly body: Face; readonly mono: Face };
  readonly motion: {
    /** In frames at 30 fps. */
    readonly entrance: number;
    readonly stagger: number;
    /** How headlines come in. */
    readonly headline: "mask" | "rise" | "wipe" | "fade";
    /** How drawings come in that have the picture to themselves. */
    readonly backdrop: "iris" | "rise" | "sweep" | "columns";
    /** How far things travel, in pixels at full size. */
    readonly distance: number;
  };
  readonly texture: {
    /** Opacity of the film grain, 0 to 1. */
    readonly grain: number;
    /** Rules between things, in pixels at full size. */
    readonly rule: number;
    /** Corner radius of panels. */
    readonly radius: number;
  };
  /** Tones of the templates; two of them alternate by the scene's words. */
  readonly scenes: Readonly<Partial<Record<TemplateName, readonly [ToneName, ...ToneName[]]>>>;
}

/** The tone of a scene: the composition and its backdrop must agree on it. */
export function toneNameOf(theme: Theme, content: SceneContent): ToneName {
  const kin = KIN[content.template] ?? content.template;
  const tones = theme.scenes[content.template] ?? theme.scenes[kin] ?? ["base"];
  return tones[hash(JSON.stringify(content)) % tones.length] ?? "base";
}

/** Templates that a theme colours like another one unless it says so itself. */
const KIN: Readonly<Partial<Record<TemplateName, TemplateName>>> = {
  terminal: "code",
  fileTree: "code",
  kinetic: "statement",
  location: "figure",
  logo: "closing",
};

export function toneOf(theme: Theme, content: SceneContent): Tone {
  return theme.tones[toneNameOf(theme, content)];
}

/** The tone of a scene's panel, where its framing has one. */
export function panelToneOf(theme: Theme, content: SceneContent): Tone {
  const own = toneNameOf(theme, content);
  if (own !== "base") return theme.tones[own === "accent" ? "inverse" : "accent"];
  return theme.tones[hash(JSON.stringify(content)) % 3 === 0 ? "inverse" : "accent"];
}

/** Of the captions: one quiet dark plate and a light ink, the same in every scene. */
export function captionColoursOf(theme: Theme): { readonly plate: Hex; readonly ink: Hex } {
  const { base, inverse, accent } = theme.tones;
  const [darkest = base] = [inverse, base, accent].toSorted(
    (a, b) => luminance(a.background) - luminance(b.background),
  );
  const plate = mix(darkest.background, NIGHT, 0.55);
  return { plate, ink: contrast(plate, darkest.foreground) < 9 ? DAY : darkest.foreground };
}

/** Darker than any field. */
const NIGHT = "#08090c";
/** For a brand whose own ink is only just readable. */
const DAY = "#f7f5ef";
