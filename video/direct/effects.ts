import type { AssetManifest } from "../assets/manifest.ts";
import { FPS } from "../look/names.ts";
import type { AudioLayer, SceneLayer } from "../scene-graph/scene-graph.ts";
import type { EffectName } from "../sound/effect-names.ts";

/** Effects closer than this run into each other: the weightier one stays. */
const SPACING_FRAMES = Math.round(0.9 * FPS);
/** One sound that comes again sooner than this is a habit, not a meaning. */
const AGAIN_FRAMES = 5 * FPS;
/** The number stands, and is heard to stand, when it has counted so far. */
const COUNT_FRAMES = 42;
/** Relative to the voice; `hit` is low and needs more. */
const GAINS_DB: Readonly<Record<EffectName, number>> = {
  whoosh: -20,
  hit: -15,
  rise: -21,
  keys: -24,
  chime: -20,
};
/** What is heard rather than another sound at the same moment. */
const WEIGHT: readonly EffectName[] = ["hit", "chime", "rise", "keys", "whoosh"];

interface Hit {
  readonly effect: EffectName;
  readonly scene: SceneLayer;
  readonly start: number;
}

/** Sounds on what happens in the picture, and on nothing else: an entrance that moves, a number that lands. */
export function effectLayers(
  manifest: AssetManifest,
  scenes: readonly SceneLayer[],
  total: number,
): AudioLayer[] {
  const lengths = new Map(manifest.map(({ id, seconds }) => [id, seconds ?? 0.5]));
  const hits = scenes.flatMap(hitsOf).filter(({ effect }) => lengths.has(`effect-${effect}`));
  const chosen: Hit[] = [];
  for (const hit of hits.toSorted((a, b) => WEIGHT.indexOf(a.effect) - WEIGHT.indexOf(b.effect))) {
    const isFree = chosen.every(({ effect, start }) => {
      const least = effect === hit.effect ? AGAIN_FRAMES : SPACING_FRAMES;
      return Math.abs(start - hit.start) >= least;
    });
    if (isFree && hit.start < total - FPS / 2) chosen.push(hit);
  }
  return chosen
    .toSorted((a, b) => a.start - b.start)
    .map(({ effect, scene, start }) => ({
      "@id": `effect-${scene.shot}-${effect}`,
      type: "Footage",
      media: "audio",
      role: "effect",
      ref: `effect-${effect}`,
      start,
      duration: Math.ceil((lengths.get(`effect-${effect}`) ?? 0.5) * FPS),
      gainDb: GAINS_DB[effect],
    }));
}

/** Cuts and fades stay silent. */
function hitsOf(scene: SceneLayer): Hit[] {
  const { content, start, duration, transition, reveals } = scene;
  const hits: Hit[] = [];
  if (["slide", "wipe", "rise"].includes(transition.type))
    hits.push({ effect: "whoosh", scene, start });
  const effect = EFFECTS[content.template];
  if (effect === undefined || hits.some((hit) => hit.effect === effect)) return hits;
  const delay = effect === "hit" ? COUNT_FRAMES : 0;
  const at = (reveals[0] ?? transition.frames) + delay;
  if (at < duration - FPS / 2) hits.push({ effect, scene, start: start + at });
  return hits;
}

const EFFECTS: Readonly<Partial<Record<SceneLayer["content"]["template"], EffectName>>> = {
  figure: "hit",
  chart: "rise",
  code: "keys",
  section: "chime",
  comparison: "whoosh",
};
