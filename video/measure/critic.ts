import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import { scenesOf } from "../scene-graph/layers.ts";
import type { Narration } from "../sound/narration.ts";
import { checkCaptions } from "./caption-checks.ts";
import { checkContainer } from "./container-checks.ts";
import type { CriticReport } from "./critic-report.ts";
import { decodeFilm } from "./decode.ts";
import { checkPicture, midpointOf } from "./picture-checks.ts";
import { type FilmFacts, probeFilm } from "./probe.ts";
import { checkSound } from "./sound-checks.ts";
import { checkAlignment } from "./timing-checks.ts";
import { type Expectations, finding, joinVerdicts } from "./verdict.ts";

export interface MeasureOptions {
  readonly film: string;
  readonly graph: SceneGraph;
  readonly narration: Narration;
  readonly expectations: Expectations;
  /** As the mix measured it on its stems; without it the check is skipped. */
  readonly voiceOverMusicLu?: number | null;
  readonly signal: AbortSignal;
  readonly onProgress?: (doing: string, progress: number) => void;
}

/** What this machine can't measure, so that nobody takes it for measured. */
const NOT_MEASURED = [
  { check: "Speech = script", reason: "No speech recognition is installed on this machine." },
  {
    check: "Contrast and overflow",
    reason:
      "They are measured for every layout in every theme when Kantoku is tested, not for each film.",
  },
];

/**
 * Measures a finished film against its scene graph: the container, the sound, every frame, and the
 * captions. `passed` means that there is no error; warnings are for a person to weigh.
 */
export async function measureFilm(options: MeasureOptions): Promise<CriticReport> {
  const { film, graph, narration, signal, onProgress } = options;
  onProgress?.("Reading the container", 0);
  const facts = await probeFilm(film, signal);
  if (!facts?.video) return unreadable();
  onProgress?.("Measuring every frame and sample", 0.1);
  const { picture, sound } = await decodeFilm({
    film,
    seconds: facts.seconds,
    hasSound: facts.audio !== null,
    thumbFrames: thumbFramesOf(graph, facts),
    signal,
  });
  onProgress?.("Judging", 0.9);
  const { measurements, findings, skipped } = joinVerdicts([
    checkContainer(facts, graph, options.expectations),
    checkSound(sound, graph, facts.seconds, options.voiceOverMusicLu),
    checkPicture(picture, graph),
    checkAlignment(graph),
    checkCaptions(graph, narration),
  ]);
  const passed = findings.every(({ severity }) => severity !== "error");
  return { passed, measurements, findings, skipped: [...skipped, ...NOT_MEASURED] };
}

function thumbFramesOf(graph: SceneGraph, { video }: FilmFacts): number[] {
  const frames = video?.nb_frames ?? graph.duration;
  return scenesOf(graph)
    .map(midpointOf)
    .filter((frame) => frame < frames);
}

function unreadable(): CriticReport {
  const message = "The file has no picture that could be read: render and join it again.";
  return {
    passed: false,
    measurements: [
      { check: "Video stream", measured: "unreadable", limit: "readable", passed: false },
    ],
    findings: [finding({ check: "Video stream", severity: "error", message })],
    skipped: NOT_MEASURED,
  };
}
