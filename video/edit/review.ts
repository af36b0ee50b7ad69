import { FRAMINGS, type Framing } from "../look/names.ts";
import type { Finding } from "../measure/critic-report.ts";
import type { PatchOperation } from "../scene-graph/patch.ts";
import { isMovable } from "./moves.ts";
import { scenePlaces, soundPlaces, type Place } from "../scene-graph/layers.ts";
import type { AudioLayer, CaptionCue, SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";

/** What the Editor answers: what it saw, and the changes that mend it. */
export interface Review {
  readonly findings: readonly Finding[];
  readonly operations: readonly PatchOperation[];
}

interface Seen {
  readonly finding: Finding;
  readonly operations: readonly PatchOperation[];
}

/** Shorter scenes can't be taken in: entrance, one look, exit. */
const SHORTEST_SCENE_SECONDS = 1.2;
/**
 * The Critic's `freezedetect` lets a finished picture stand still for two seconds; the end of a
 * movement is too slow for it to see, so this is less.
 */
const STILL_SECONDS = 1.6;
/** A move that takes longer is too slow for it on a quiet ground: one of 7.7 s was at the limit, one of 11.7 s stood. */
const SEEN_MOVE_SECONDS = 7;
/** What rests so long is held on purpose, even behind a slow move of its ground. */
const HELD_SECONDS = 2;
/** Two frames between captions (Netflix timed text, general requirements). */
const CAPTION_GAP_FRAMES = 2;

/**
 * Reads a scene graph as an editor would: pacing, gaps and overlaps, framing, captions, sound. Each
 * finding that can be mended by rule brings its operations; each of them is guarded by a `test`, so
 * that a graph changed meanwhile refuses the whole patch.
 */
export function reviewGraph(graph: SceneGraph): Review {
  const scenes = scenePlaces(graph);
  const sounds = soundPlaces(graph);
  const seen = [
    ...coverage(graph, scenes),
    ...pacing(graph, scenes),
    ...framing(scenes),
    ...stillness(graph, scenes),
    ...voices(graph, sounds),
    ...captions(graph),
  ];
  return {
    findings: seen.map((each) => each.finding),
    operations: seen.flatMap((each) => each.operations),
  };
}

/** The scenes must cover the whole film: a gap is a black picture. */
function coverage(graph: SceneGraph, scenes: readonly Place<SceneLayer>[]): Seen[] {
  const seen: Seen[] = [];
  let covered = 0;
  let before: Place<SceneLayer> | null = null;
  for (const scene of scenes) {
    const { start, duration } = scene.layer;
    if (start > covered) seen.push(gap(graph, covered, start, before));
    covered = Math.max(covered, start + duration);
    before = scene;
  }
  if (before && covered < graph.duration) seen.push(gap(graph, covered, graph.duration, before));
  return seen;
}

/** Mended by holding the scene before the gap. */
function gap(graph: SceneGraph, from: number, to: number, before: Place<SceneLayer> | null): Seen {
  const pointer = before ? `${before.pointer}/duration` : "/layers";
  const message = `Nothing is shown from ${seconds(graph, from)} to ${seconds(graph, to)} s.`;
  const operations = before
    ? guardedReplace(pointer, before.written.duration, to - before.layer.start)
    : [];
  return { finding: finding("coverage", "error", message, from / graph.fps, pointer), operations };
}

function pacing(graph: SceneGraph, scenes: readonly Place<SceneLayer>[]): Seen[] {
  const shortest = SHORTEST_SCENE_SECONDS * graph.fps;
  return scenes
    .filter(({ layer }) => layer.duration - layer.transition.frames < shortest)
    .map(({ layer, pointer: place }) => ({
      finding: finding(
        "pacing",
        "warning",
        `Scene ${layer.shot} is on screen for ${seconds(graph, layer.duration)} s only.`,
        layer.start / graph.fps,
        `${place}/duration`,
      ),
      operations: [],
    }));
}

/** The same framing twice running reads as a slideshow. */
function framing(scenes: readonly Place<SceneLayer>[]): Seen[] {
  const seen: Seen[] = [];
  let before: Framing | undefined;
  scenes.forEach(({ layer, pointer: place }, i) => {
    if (layer.framing !== before) {
      before = layer.framing;
      return;
    }
    const after = scenes[i + 1]?.layer.framing;
    const other = FRAMINGS.find((name) => name !== layer.framing && name !== after) ?? "center";
    const pointer = `${place}/framing`;
    const message = `Scene ${layer.shot} repeats the framing "${layer.framing}" of the scene before.`;
    seen.push({
      finding: finding("framing", "warning", message, null, pointer),
      operations: guardedReplace(pointer, layer.framing, other),
    });
    before = other;
  });
  return seen;
}

/**
 * A scene in which nothing comes for long is moved by the camera. Where it can't be, or where that may not
 * be seen behind what stands there, it is declared as held.
 */
function stillness(graph: SceneGraph, scenes: readonly Place<SceneLayer>[]): Seen[] {
  return scenes
    .filter(({ layer }) => !layer.hold && !isMovedByCamera(graph, layer))
    .filter(({ layer }) => longestRest(layer) > STILL_SECONDS * graph.fps)
    .map(({ layer, pointer: place }) => {
      const moves = isMovable(graph, layer);
      const isSeen = moves && isMovedByCamera(graph, { ...layer, camera: "push-in" });
      const holds = !isSeen || longestRest(layer) > HELD_SECONDS * graph.fps;
      const pointer = `${place}/${moves ? "camera" : "hold"}`;
      const message = `Scene ${layer.shot} stands still for over ${STILL_SECONDS} s.`;
      return {
        finding: finding("stillness", "info", message, layer.start / graph.fps, pointer),
        operations: [
          ...(moves ? guardedReplace(`${place}/camera`, "still", "push-in") : []),
          ...(holds ? guardedReplace(`${place}/hold`, false, true) : []),
        ],
      };
    });
}

function isMovedByCamera({ fps }: SceneGraph, { camera, duration }: SceneLayer): boolean {
  return camera !== "still" && duration <= SEEN_MOVE_SECONDS * fps;
}

/** An item needs about half a second to come to rest, an entrance a little longer. */
const ENTRANCE_FRAMES = 24;
const REVEAL_FRAMES = 15;

/** The longest stretch between two movements of a scene, in frames. */
function longestRest({ transition, reveals, voiced = [], duration }: SceneLayer): number {
  const spoken = voiced.map(({ at }) => at);
  const begins = [...[...reveals, ...spoken].toSorted((a, b) => a - b), duration];
  let restsFrom = transition.frames + ENTRANCE_FRAMES;
  let longest = 0;
  for (const begin of begins) {
    longest = Math.max(longest, begin - restsFrom);
    restsFrom = Math.max(restsFrom, begin + REVEAL_FRAMES);
  }
  return longest;
}

/** Two voices at once, or a voice beyond the end, can't be understood. */
function voices(graph: SceneGraph, sounds: readonly Place<AudioLayer>[]): Seen[] {
  const spoken = sounds.filter(({ layer }) => layer.role === "voice");
  return spoken.flatMap(({ layer, pointer: place }, i) => {
    const next = spoken[i + 1]?.layer;
    const end = layer.start + layer.duration;
    const limit = Math.min(next?.start ?? graph.duration, graph.duration);
    if (end <= limit) return [];
    const message = `The voice at ${seconds(graph, layer.start)} s runs ${end - limit} frames into what follows.`;
    const where = `${place}/start`;
    return [
      {
        finding: finding("voice-overlap", "error", message, layer.start / graph.fps, where),
        operations: [],
      },
    ];
  });
}

function captions(graph: SceneGraph): Seen[] {
  return graph.captions.cues.flatMap((cue, i) =>
    captionGap(graph, cue, graph.captions.cues[i + 1], i),
  );
}

function captionGap(
  graph: SceneGraph,
  cue: CaptionCue,
  next: CaptionCue | undefined,
  i: number,
): Seen[] {
  const latest = next ? next.start - CAPTION_GAP_FRAMES : graph.duration;
  if (cue.end <= latest || latest <= cue.start) return [];
  const pointer = `/captions/cues/${i}/end`;
  const message = `Caption ${i + 1} stays until ${cue.end - latest} frames too late.`;
  return [
    {
      finding: finding("caption-gap", "warning", message, cue.start / graph.fps, pointer),
      operations: guardedReplace(pointer, cue.end, latest),
    },
  ];
}

function guardedReplace(path: string, from: PatchValue, to: PatchValue): PatchOperation[] {
  return [
    { op: "test", path, value: from },
    { op: "replace", path, value: to },
  ];
}
type PatchValue = string | number | boolean;

function finding(
  check: string,
  severity: Finding["severity"],
  message: string,
  at: number | null,
  pointer: string,
): Finding {
  return { check, severity, message, at, pointer, patch: null };
}

function seconds(graph: SceneGraph, frames: number): string {
  return (frames / graph.fps).toFixed(1);
}
