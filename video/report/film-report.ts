import { tongueOfLanguage } from "../../kernel/tongue.ts";
import type { Asset, AssetManifest } from "../assets/manifest.ts";
import type { Brief } from "../brief/brief.ts";
import type { Concept } from "../concept/concept.ts";
import type { RevisionRecord } from "../edit/revision.ts";
import type { CriticReport } from "../measure/critic-report.ts";
import { qaTable } from "../measure/table.ts";
import type { ProductionPlan } from "../plan/production-plan.ts";
import { scenesOf } from "../scene-graph/layers.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import type { Script } from "../script/script.ts";
import type { ShotPlan } from "../shots/shot-plan.ts";
import type { Narration } from "../sound/narration.ts";
import { revisedLines } from "./revised.ts";
import { reportWordsIn, type ReportWords } from "./words/words.ts";

export interface FilmPapers {
  readonly brief: Brief;
  readonly concept: Concept;
  readonly script: Script;
  readonly shotPlan: ShotPlan;
  readonly graph: SceneGraph;
  readonly plan: ProductionPlan;
  readonly narration: Narration;
  readonly manifest: AssetManifest;
  readonly critic: CriticReport;
  /** Why files that the author brought along are not in the film. */
  readonly problems?: readonly string[];
  /** The Critic's rounds with the Editor; none when the first film was good. */
  readonly revisions: readonly RevisionRecord[];
}

/**
 * The report that goes with a film (report.md): what was made, how it measures, and what was less than wished
 * for, in the language of its brief.
 */
export function filmReport(papers: FilmPapers): string {
  const { brief, script, critic } = papers;
  const tongue = tongueOfLanguage(brief.language);
  const say = reportWordsIn(tongue);
  const sections = [
    heading(papers, say),
    verdict(critic, say),
    `## ${say.measured}\n\n${qaTable(critic, tongue)}`,
    bullets(say.revised, revisedLines(papers.revisions, critic, say)),
    shots(papers.shotPlan, papers.graph, say),
    ...honesty(papers, say),
    // A script repeats what its brief assumed.
    bullets(say.assumed, [...new Set([...brief.assumptions, ...script.assumptions])]),
    bullets(say.leftOut, [...script.leftOut, ...(papers.problems ?? [])]),
    plan(papers.plan, say),
    assets(papers.manifest, say),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function heading({ brief, narration }: FilmPapers, say: ReportWords): string {
  const facts = [
    say.seconds(brief.durationSeconds),
    brief.aspect,
    brief.language,
    say.voice(narration.engine, narration.voice),
  ];
  return `# ${brief.title}\n\n${facts.join(" · ")}`;
}

function verdict({ passed, measurements }: CriticReport, say: ReportWords): string {
  const held = measurements.filter((row) => row.passed).length;
  return say.verdict(passed, held, measurements.length);
}

/** In the film's own times: the voice may have moved a shot against its plan. */
function shots({ shots, theme }: ShotPlan, graph: SceneGraph, say: ReportWords): string {
  const seconds = (frames: number): string => (frames / graph.fps).toFixed(1);
  const rows = scenesOf(graph).map((scene) => {
    const { id = scene.shot, desc = "" } = shots.find((shot) => shot.id === scene.shot) ?? {};
    const times = `${seconds(scene.start)}–${seconds(scene.start + scene.duration)}`;
    const { content, framing, camera } = scene;
    return `| ${id} | ${times} | ${content.template} | ${framing} | ${camera} | ${cell(desc)} |`;
  });
  const table = [...header(say.shotColumns), ...rows].join("\n");
  const sheet = `![${say.sheet}](contact_sheet.png)`;
  return [`## ${say.shots}`, say.theme(theme), sheet, table].join("\n\n");
}

/** Every step that did less than a better equipped machine would have done. */
function honesty(
  { concept, script, shotPlan, narration, manifest }: FilmPapers,
  say: ReportWords,
): string[] {
  const hasOwn = (type: Asset["type"]): boolean =>
    manifest.some((asset) => asset.type === type && asset.generator === "author");
  const made = [
    say.concept(say.by(concept.madeBy)),
    say.script(say.by(script.madeBy)),
    say.shotList(say.by(shotPlan.madeBy)),
    say.pictures(hasOwn("image")),
    say.music(hasOwn("audio")),
  ];
  const fallbacks = manifest.flatMap((asset) => (asset.fallback ? [asset.fallback] : []));
  const remarks = [...new Set([...narration.notes, ...fallbacks])];
  return [bullets(say.madeHow, made), bullets(say.remarks, remarks)];
}

function plan({ items, total }: ProductionPlan, say: ReportWords): string {
  const table = listing(
    say.planColumns,
    items.map(({ target, chosen }) => ({
      name: say.target(target),
      facts: [chosen.tool, chosen.seconds.toFixed(0), chosen.costUsd.toFixed(2)],
    })),
  );
  const planned = say.planned(total.seconds.toFixed(0), total.costUsd.toFixed(2));
  return `## ${say.plan}\n\n${planned}\n\n${table}`;
}

function assets(manifest: AssetManifest, say: ReportWords): string {
  const table = listing(
    say.assetColumns,
    manifest.map(({ id, generator, licence }) => ({ name: id, facts: [generator, licence] })),
  );
  return `## ${say.assets}\n\n${table}`;
}

interface Entry {
  readonly name: string;
  readonly facts: readonly string[];
}

/** A table in which things of which the same is to be said share a row. */
function listing(columns: readonly string[], entries: readonly Entry[]): string {
  const alike = Map.groupBy(entries, ({ facts }) => facts.map(cell).join(" | "));
  const rows = [...alike].map(
    ([facts, group]) => `| ${group.map(({ name }) => name).join(", ")} | ${facts} |`,
  );
  return [...header(columns), ...rows].join("\n");
}

function header(columns: readonly string[]): string[] {
  return [`| ${columns.join(" | ")} |`, `|${"---|".repeat(columns.length)}`];
}

function bullets(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `## ${title}\n\n${lines.map((line) => `- ${line.replaceAll("\n", " ")}`).join("\n")}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
