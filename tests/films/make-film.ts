import { readFileSync } from "node:fs";
import type { BlobRef } from "../../kernel/blobs.ts";
import { Brief } from "../../video/brief/brief.ts";
import { captionLimits, readingSpeed } from "../../video/captions/limits.ts";
import { Concept } from "../../video/concept/concept.ts";
import { reviewGraph } from "../../video/edit/review.ts";
import { CriticReport } from "../../video/measure/critic-report.ts";
import { scenesOf } from "../../video/scene-graph/layers.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import { Narration } from "../../video/sound/narration.ts";
import { type Studio, studioFor } from "../agents/roles/studio.ts";
import type { Cleanup } from "../support/temp.ts";
import type { FilmFacts } from "./facts.ts";
import type { FilmText } from "./texts.ts";

export interface MadeFilm {
  readonly graph: SceneGraph;
  readonly facts: Omit<FilmFacts, "layout">;
  readonly readAsset: (ref: BlobRef) => Buffer;
}

/** Up to the mix, as a workflow would; with a scale rendered and measured, too. */
export async function makeFilm(
  t: Cleanup,
  text: FilmText,
  scale: number | null,
): Promise<MadeFilm> {
  const studio = studioFor(t, text.text, null, "rules", scale ?? 0.1);
  await studio.done("concept-planner", "concept");
  await studio.done("scriptsmith", "script");
  const shots = await studio.done("shotmaster", "shots");
  await studio.done("videosolver", "plan");
  for (const { key, params } of shots.fanOut?.["shots"] ?? [])
    await studio.done("asset-synthesizer", "assets", params, key);
  await studio.done("narrator", "voice");
  await studio.done("composer", "music");
  await studio.done("director", "direct");
  const edit = await studio.done("editor", "edit");
  await studio.done("post-processor", "mix", { task: "mix" });
  if (scale !== null) {
    for (const { key, params } of edit.fanOut?.["segments"] ?? [])
      await studio.done("renderer", "render", params, key);
    await studio.done("post-processor", "finish", { task: "finish" });
    await studio.done("critic", "critique");
  }
  const graph = SceneGraph.parse(studio.paper("graph"));
  return {
    graph,
    facts: factsOf(text, studio, graph, scale !== null),
    readAsset: (ref) => readFileSync(studio.blobs.path(ref)),
  };
}

function factsOf(
  { name, kind, source, licence }: FilmText,
  studio: Studio,
  graph: SceneGraph,
  isRendered: boolean,
): Omit<FilmFacts, "layout"> {
  const brief = Brief.parse(studio.paper("brief"));
  const { engine, voice } = Narration.parse(studio.paper("narration"));
  const loudness = studio.paper("loudness") as Pick<
    FilmFacts,
    "integratedLufs" | "truePeakDbtp" | "voiceOverMusicLu"
  >;
  return {
    name,
    title: brief.title,
    kind,
    source,
    licence,
    language: brief.language,
    aspect: graph.aspect,
    theme: graph.theme,
    mood: Concept.parse(studio.paper("concept")).mood,
    askedSeconds: brief.durationSeconds,
    seconds: graph.duration / graph.fps,
    templates: scenesOf(graph).map(({ content }) => content.template),
    voice: `${engine} (${voice})`,
    captions: graph.captions.cues.length,
    findings: [...unreadable(graph), ...unedited(graph)],
    integratedLufs: loudness.integratedLufs,
    truePeakDbtp: loudness.truePeakDbtp,
    voiceOverMusicLu: loudness.voiceOverMusicLu,
    critic: isRendered ? verdictOf(CriticReport.parse(studio.paper("critic-report"))) : null,
  };
}

function unreadable({ captions, language, fps }: SceneGraph): string[] {
  const limits = captionLimits(language);
  return captions.cues.flatMap(({ start, end, lines }) => {
    const seconds = (end - start) / fps;
    const isGood =
      lines.length <= limits.lines &&
      seconds >= limits.minSeconds - 1 / fps &&
      readingSpeed(lines, seconds, language) <= limits.charactersPerSecond &&
      lines.every((line) => limits.widthOf(line) <= limits.lineWidth);
    return isGood
      ? []
      : [`the caption "${lines.join(" / ")}" can't be read in ${seconds.toFixed(1)} s`];
  });
}

function unedited(graph: SceneGraph): string[] {
  const { operations } = reviewGraph(graph);
  return operations.length === 0
    ? []
    : [`the Editor would still change ${operations.length} things`];
}

function verdictOf({ measurements }: CriticReport): FilmFacts["critic"] {
  const missed = measurements.filter(({ passed }) => !passed);
  return {
    measured: measurements.length,
    missed: missed.map(({ check, measured, limit }) => `${check}: ${measured} (limit ${limit})`),
  };
}
