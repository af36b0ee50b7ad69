import { OperationalError } from "../../kernel/errors.ts";
import type { AssetManifest } from "../assets/manifest.ts";
import type { Brief } from "../brief/brief.ts";
import { cuesFrom } from "../captions/cues.ts";
import type { Concept } from "../concept/concept.ts";
import type { BrandKit } from "../look/brand-kit.ts";
import { FPS, SIZES } from "../look/names.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import {
  BROADCAST_MASTER,
  SCENE_GRAPH_CONTEXT,
  type AudioLayer,
  type CaptionCue,
  type SceneGraph,
  type SceneLayer,
} from "../scene-graph/scene-graph.ts";
import type { Shot, ShotPlan } from "../shots/shot-plan.ts";
import type { Narration, SpokenLine } from "../sound/narration.ts";
import { effectLayers } from "./effects.ts";
import { revealFrames } from "./reveals.ts";
import { fitBeats, type BeatPlace } from "./timing.ts";
import { voicedPlaces } from "./voiced.ts";

export interface DirectInput {
  readonly brief: Brief;
  readonly concept: Concept;
  readonly shotPlan: ShotPlan;
  readonly narration: Narration;
  readonly manifest: AssetManifest;
  /** The brief's own joined with the house's. */
  readonly brand?: BrandKit | undefined;
}

/** A beat's shots with its spoken lines; most beats have one shot. */
interface Group {
  readonly shots: readonly Shot[];
  readonly lines: readonly SpokenLine[];
}

interface PlacedGroup extends Group {
  readonly place: BeatPlace;
}

const BURNT_IN = { "as-needed": "unwritten", "burned-in": true, separate: false } as const;
const VOICE_GAIN_DB = 0;
const MUSIC_GAIN_DB = -9;
/** With the pause after it, the caption of even a one-word sentence stands for 5/6 s. */
const SHORTEST_LINE_FRAMES = 23;

/**
 * Writes the scene graph: every shot placed on whole frames around the measured voice, the film
 * exactly as long as asked. Throws `narration-too-long` when the speech can't fit.
 */
export function directFilm(input: DirectInput): SceneGraph {
  const { brief, concept, shotPlan, manifest } = input;
  const total = Math.round(brief.durationSeconds * FPS);
  const groups = placeGroups(groupByBeat(shotPlan, input.narration), total);
  const scenes = scenesFrom(groups, input, total);
  return {
    "@context": SCENE_GRAPH_CONTEXT,
    "@id": shotPlan.sceneId,
    type: "Comp",
    title: concept.title,
    language: brief.language,
    fps: FPS,
    duration: total,
    size: SIZES[brief.aspect],
    aspect: brief.aspect,
    theme: shotPlan.theme,
    ...(input.brand ? { brand: input.brand } : {}),
    seed: concept.seed,
    layers: [
      ...scenes,
      ...voiceLayers(groups),
      ...musicLayers(manifest, total),
      ...effectLayers(manifest, scenes, total),
    ],
    captions: {
      burnIn: BURNT_IN[brief.captions ?? "as-needed"],
      cues: captionCues(groups, brief.language, total),
    },
    ...(brief.loudness === "broadcast" ? { master: BROADCAST_MASTER } : {}),
    effects: [{ type: "grain", amount: 0.35 }],
    assets: Object.fromEntries(manifest.map((asset) => [asset.id, asset.blob])),
  };
}

/** Frame at which each shot of a film begins, around the measured voice; throws as `directFilm` does. */
export function shotTimes(
  input: Pick<DirectInput, "brief" | "shotPlan" | "narration">,
): { readonly shot: Shot; readonly start: number }[] {
  const total = Math.round(input.brief.durationSeconds * FPS);
  return placeGroups(groupByBeat(input.shotPlan, input.narration), total).flatMap(shotStarts);
}

function groupByBeat(plan: ShotPlan, narration: Narration): Group[] {
  const beats = [...new Set(plan.shots.map((shot) => shot.beat))];
  return beats.map((beat) => ({
    shots: plan.shots.filter((shot) => shot.beat === beat),
    lines: narration.lines.filter((line) => line.beat === beat),
  }));
}

function placeGroups(groups: readonly Group[], total: number): PlacedGroup[] {
  const needs = groups.map(({ shots, lines }, i) => ({
    lines: lines.map((line) => Math.max(framesOf(line.seconds), SHORTEST_LINE_FRAMES)),
    entrance: i === 0 ? 0 : (shots[0]?.transition.frames ?? 0),
    planned: shots.reduce((frames, shot) => frames + shot.len, 0),
    readable: shots.reduce((frames, shot) => frames + readableFrames(shot.content), 0),
  }));
  const fit = fitBeats(needs, total);
  if (fit.kind === "too-long") {
    throw new OperationalError(
      "narration-too-long",
      `The narration needs ${(fit.needed / FPS).toFixed(1)} s, the brief asks for ${(fit.available / FPS).toFixed(1)} s.`,
      { hint: "Ask for a longer film, or for fewer key messages." },
    );
  }
  return groups.map((group, i) => ({ ...group, place: fit.places[i] as BeatPlace }));
}

function framesOf(seconds: number): number {
  return Math.ceil(seconds * FPS);
}

/** Least time for the eye: an entrance, then about three words (or six kana) a second. */
function readableFrames(content: SceneContent): number {
  const characters = JSON.stringify(content).replaceAll(/"[a-z]+":|[^\p{L}\p{N}]/gu, "").length;
  const seconds = 0.9 + Math.min(characters / 34, 3.6);
  return Math.round(seconds * FPS);
}

function scenesFrom(
  groups: readonly PlacedGroup[],
  { manifest, brief }: Pick<DirectInput, "manifest" | "brief">,
  total: number,
): SceneLayer[] {
  const starts = groups.flatMap((group) => shotStarts(group));
  return starts.map(({ shot, start, group }, i) => {
    const next = starts[i + 1];
    const end = next ? Math.min(total, next.start + next.shot.transition.frames) : total;
    const entrance = i === 0 ? 0 : shot.transition.frames;
    const duration = end - start;
    const context = revealContext(group, start, duration, entrance);
    const voiced = voicedPlaces(shot.content, context.words, brief.language);
    return {
      "@id": `scene-${shot.id}`,
      type: "Scene",
      shot: shot.id,
      start,
      duration,
      content: shot.content,
      framing: shot.framing,
      camera: shot.camera,
      transition: { type: i === 0 ? "cut" : shot.transition.type, frames: entrance },
      backdrop:
        manifest.find((asset) => asset.shot === shot.id && asset.type === "image")?.id ?? null,
      ...(shot.pictograms ? { pictograms: shot.pictograms } : {}),
      reveals: revealFrames(shot.content, context),
      ...(voiced.length > 0 ? { voiced } : {}),
      hold: false,
      sources: shot.sources,
    };
  });
}

/** Divides a beat's slot among its shots in proportion to their planned lengths. */
function shotStarts(group: PlacedGroup): { shot: Shot; start: number; group: PlacedGroup }[] {
  const planned = group.shots.reduce((frames, shot) => frames + shot.len, 0);
  let passed = 0;
  return group.shots.map((shot) => {
    const start = group.place.start + Math.round((group.place.slot * passed) / planned);
    passed += shot.len;
    return { shot, start, group };
  });
}

function revealContext(group: PlacedGroup, start: number, duration: number, entrance: number) {
  const words = group.lines.flatMap((line, i) =>
    line.words.map((word) => ({
      text: word.text,
      start: (group.place.lineStarts[i] ?? 0) + Math.round(word.start * FPS) - start,
    })),
  );
  const inside = words.filter((word) => word.start >= 0 && word.start < duration);
  const first = group.place.lineStarts[0];
  const lastLine = group.lines.at(-1);
  const lastStart = group.place.lineStarts.at(-1);
  const voice =
    first === undefined || lastLine === undefined || lastStart === undefined
      ? null
      : { from: first - start, to: lastStart + framesOf(lastLine.seconds) - start };
  return { entrance: entrance + 12, duration, words: inside, voice };
}

function voiceLayers(groups: readonly PlacedGroup[]): AudioLayer[] {
  return groups.flatMap((group) =>
    group.lines.map((line, i) => ({
      "@id": `voice-${line.beat}-${line.index}`,
      type: "Footage" as const,
      media: "audio" as const,
      role: "voice" as const,
      ref: `voice-${line.beat}-${line.index}`,
      start: group.place.lineStarts[i] ?? 0,
      duration: framesOf(line.seconds),
      gainDb: VOICE_GAIN_DB,
      sources: spansOf(group),
    })),
  );
}

/** Of all the shots of a beat: its sentences are told over all of them. */
function spansOf({ shots }: Group): SceneLayer["sources"] {
  const spans = new Map(shots.flatMap((shot) => shot.sources).map((span) => [span.start, span]));
  return [...spans.values()];
}

function musicLayers(manifest: AssetManifest, total: number): AudioLayer[] {
  const music =
    manifest.find((asset) => asset.id === "own-music") ??
    manifest.find((asset) => asset.id === "music");
  if (!music) return [];
  const common = { type: "Footage", media: "audio", role: "music" } as const;
  return [
    { "@id": "music", ...common, ref: music.id, start: 0, duration: total, gainDb: MUSIC_GAIN_DB },
  ];
}

function captionCues(
  groups: readonly PlacedGroup[],
  language: string,
  total: number,
): CaptionCue[] {
  const lines = groups.flatMap((group) =>
    group.lines.map((line, i) => {
      const startSeconds = (group.place.lineStarts[i] ?? 0) / FPS;
      return {
        text: line.caption ?? line.text,
        startSeconds,
        endSeconds: startSeconds + line.seconds,
        words: line.words,
      };
    }),
  );
  const cues = cuesFrom({ lines, language, fps: FPS });
  return cues
    .filter((cue) => cue.start < total)
    .map((cue) => ({ ...cue, end: Math.min(cue.end, total) }));
}
