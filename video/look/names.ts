/** Names that travel in JSON; the composition knows how they look and sound. */
export const THEME_NAMES = [
  "daybreak",
  "midnight",
  "washi",
  "signal",
  "blueprint",
  "evergreen",
  "confetti",
  "cobalt",
] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

export const MOODS = ["uplifting", "calm", "driven", "serious", "playful"] as const;
export type Mood = (typeof MOODS)[number];

export const ASPECTS = ["16:9", "9:16", "1:1"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Full size in pixels; a job may be rendered at a fraction of it. */
export const SIZES: Readonly<Record<Aspect, { readonly w: number; readonly h: number }>> = {
  "16:9": { w: 1920, h: 1080 },
  "9:16": { w: 1080, h: 1920 },
  "1:1": { w: 1080, h: 1080 },
};

export const FPS = 30;

/** Where the weight of a scene's picture lies; never the same one twice running. */
export const FRAMINGS = ["center", "left", "right", "split", "lower", "full"] as const;
export type Framing = (typeof FRAMINGS)[number];

export const TRANSITIONS = ["cut", "fade", "slide", "wipe", "rise"] as const;
export type TransitionName = (typeof TRANSITIONS)[number];

export const CAMERA_MOVES = [
  "still",
  "push-in",
  "pull-out",
  "pan-left",
  "pan-right",
  "tilt-up",
] as const;
export type CameraMove = (typeof CAMERA_MOVES)[number];
