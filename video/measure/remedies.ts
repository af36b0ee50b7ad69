import { captionLimits, readingSpeed } from "../captions/limits.ts";
import { isMovable } from "../edit/moves.ts";
import { FRAMINGS } from "../look/names.ts";
import {
  type CaptionCue,
  DEFAULT_MASTER,
  type SceneGraph,
  type SceneLayer,
} from "../scene-graph/scene-graph.ts";
import {
  pointerTo,
  scenePlaces,
  scenesOf,
  soundPlaces,
  type Place,
} from "../scene-graph/layers.ts";
import type { Finding } from "./critic-report.ts";

/**
 * What an edit can do against a finding: RFC 6902 patches of the scene graph, each guarded by tests,
 * and null where no edit mends it. A patch that would only lessen a fault is none: it would cost a
 * rendering and leave the film out of its limits.
 */
type Patch = Finding["patch"];

/** Lets a caption stand as long as it takes to read it, within what its neighbour leaves. */
export function standLonger(graph: SceneGraph, index: number): Patch {
  const { cues } = graph.captions;
  const cue = cues[index];
  if (!cue) return null;
  const { minSeconds, maxSeconds, charactersPerSecond, gapFrames } = captionLimits(graph.language);
  const reading = readingSpeed(cue.lines, 1, graph.language) / charactersPerSecond;
  const wanted = cue.start + Math.ceil(Math.max(minSeconds, reading) * graph.fps);
  const next = cues[index + 1]?.start;
  const room = next === undefined ? graph.duration : next - gapFrames;
  const latest = Math.min(room, cue.start + Math.floor(maxSeconds * graph.fps));
  return wanted <= cue.end || wanted > latest ? null : endAt(cue, index, wanted);
}

/** Lets a caption end earlier; null when too little of it would be left to read. */
export function endEarlier(graph: SceneGraph, index: number, end: number): Patch {
  const cue = graph.captions.cues[index];
  const { minSeconds } = captionLimits(graph.language);
  if (!cue || end - cue.start < minSeconds * graph.fps - 0.5) return null;
  return endAt(cue, index, end);
}

function endAt(cue: CaptionCue, index: number, end: number): Patch {
  return replaced(`/captions/cues/${index}/end`, cue.end, end);
}

/**
 * Moves the camera over a picture that stands still, where it stands before something that shows
 * the move; otherwise says that it is held on purpose.
 */
export function breakStillness(
  graph: SceneGraph,
  { layer: scene, pointer: path }: Place<SceneLayer>,
): Patch {
  if (isMovable(graph, scene)) return replaced(`${path}/camera`, "still", "push-in");
  return replaced(`${path}/hold`, false, true);
}

/** Gives a scene a framing that neither its twin nor its neighbours have. */
export function otherFraming(graph: SceneGraph, scene: SceneLayer, twin: SceneLayer): Patch {
  const scenes = scenesOf(graph);
  const place = scenes.findIndex((each) => each["@id"] === scene["@id"]);
  const near = [scene, twin, scenes[place - 1], scenes[place + 1]].map((each) => each?.framing);
  const other = FRAMINGS.find((framing) => !near.includes(framing));
  if (!other) return null;
  return replaced(`${pointerTo(graph, scene)}/framing`, scene.framing, other);
}

/** A correction beyond this is no matter of the mix: something else is wrong with the sound. */
const MOST_CORRECTION_DB = 6;
/** Below the limit by so much that the next measurement is not on the edge again. */
const PEAK_MARGIN_DB = 0.2;

/** Mixes to another loudness and peak: `louder` LU, and true peaks lower by `peakDown` dB. */
export function remaster(
  graph: SceneGraph,
  { louder, peakDown }: { readonly louder: number; readonly peakDown: number },
): Patch {
  if (Math.max(Math.abs(louder), peakDown) > MOST_CORRECTION_DB) return null;
  const { lufs, truePeak } = graph.master ?? DEFAULT_MASTER;
  const lower = peakDown > 0 ? peakDown + PEAK_MARGIN_DB : 0;
  const master = { lufs: tenth(lufs + louder), truePeak: tenth(truePeak - lower) };
  return graph.master
    ? replaced("/master", graph.master, master)
    : [{ op: "add", path: "/master", value: master }];
}

/** Takes the music back by so many LU, and a little more. */
export function softerMusic(graph: SceneGraph, lu: number): Patch {
  const operations = soundPlaces(graph)
    .filter(({ layer }) => layer.role === "music")
    .flatMap(({ layer, pointer }) =>
      replaced(`${pointer}/gainDb`, layer.gainDb, tenth(layer.gainDb - lu - 1)),
    );
  return operations.length === 0 ? null : operations;
}

const SHORTEST_SCENE_SECONDS = 1.2;

/** Makes the film so many frames long at its last scene; null when something is still said then. */
export function fitDuration(graph: SceneGraph, frames: number): Patch {
  const last = scenePlaces(graph).at(-1);
  if (!last) return null;
  const { layer: scene } = last;
  const length = frames - scene.start;
  if (length - scene.transition.frames < SHORTEST_SCENE_SECONDS * graph.fps) return null;
  const isSaid = soundPlaces(graph).some(
    ({ layer }) => layer.role !== "music" && layer.start + layer.duration > frames,
  );
  if (isSaid || graph.captions.cues.some(({ end }) => end > frames)) return null;
  const music = soundPlaces(graph).flatMap(({ layer, pointer, written }) => {
    const reachesEnd = layer.start + layer.duration >= Math.min(frames, graph.duration);
    if (layer.role !== "music" || !reachesEnd) return [];
    return replaced(`${pointer}/duration`, written.duration, frames - layer.start);
  });
  return [
    ...replaced("/duration", graph.duration, frames),
    ...replaced(`${last.pointer}/duration`, last.written.duration, length),
    ...music,
  ];
}

function replaced<Value extends NonNullable<Patch>[number]>(
  path: string,
  from: Value,
  to: Value,
): NonNullable<Patch> {
  return [
    { op: "test", path, value: from },
    { op: "replace", path, value: to },
  ];
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
