/**
 * What is heard besides voice and music: air at a moving entrance, a low hit where a number stands, a
 * rising tone with a chart, key strokes where code is written, a chime in the film's key at a chapter.
 */
export const EFFECT_NAMES = ["whoosh", "hit", "rise", "keys", "chime"] as const;
export type EffectName = (typeof EFFECT_NAMES)[number];
