import type { Asset, AssetManifest } from "../assets/manifest.ts";
import type { Brief } from "../brief/brief.ts";
import type { Concept, MadeBy } from "../concept/concept.ts";
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

/** The report that goes with a film (report.md): what was made, how it measures, and what was less than wished for. */
export function filmReport(papers: FilmPapers): string {
  const sections = [
    heading(papers),
    verdict(papers.critic),
    `## Measured\n\n${qaTable(papers.critic)}`,
    bullets("## Revised", revisedLines(papers.revisions, papers.critic)),
    shots(papers.shotPlan, papers.graph),
    honesty(papers),
    // A script repeats what its brief assumed.
    bullets("## Assumed", [
      ...new Set([...papers.brief.assumptions, ...papers.script.assumptions]),
    ]),
    bullets("## Left out of the brief", [...papers.script.leftOut, ...(papers.problems ?? [])]),
    plan(papers.plan),
    assets(papers.manifest),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function heading({ brief, narration }: FilmPapers): string {
  const facts = [
    `${brief.durationSeconds} s`,
    brief.aspect,
    brief.language,
    `voice: ${narration.engine} (${narration.voice})`,
  ];
  return `# ${brief.title}\n\n${facts.join(" · ")}`;
}

function verdict(critic: CriticReport): string {
  const held = critic.measurements.filter((row) => row.passed).length;
  const sentence = `${held} of ${critic.measurements.length} measurements are within their limits.`;
  return critic.passed
    ? `**The film passed.** ${sentence}`
    : `**The film needs a look.** ${sentence}`;
}

/** In the film's own times: the voice may have moved a shot against its plan. */
function shots({ shots, theme }: ShotPlan, graph: SceneGraph): string {
  const seconds = (frames: number): string => (frames / graph.fps).toFixed(1);
  const rows = scenesOf(graph).map((scene) => {
    const { id = scene.shot, desc = "" } = shots.find((shot) => shot.id === scene.shot) ?? {};
    const times = `${seconds(scene.start)}–${seconds(scene.start + scene.duration)}`;
    const { content, framing, camera } = scene;
    return `| ${id} | ${times} | ${content.template} | ${framing} | ${camera} | ${cell(desc)} |`;
  });
  const table = [
    "| shot | at (s) | template | framing | camera | shows |",
    "|---|---|---|---|---|---|",
    ...rows,
  ];
  const sheet = "![Every scene, with what is said](contact_sheet.png)";
  return `## Shots\n\nTheme: ${theme}\n\n${sheet}\n\n${table.join("\n")}`;
}

/** Every step that did less than a better equipped machine would have done. */
function honesty({ concept, script, shotPlan, narration, manifest }: FilmPapers): string {
  const hasOwn = (type: Asset["type"]): boolean =>
    manifest.some((asset) => asset.type === type && asset.generator === "author");
  const labels = [
    `Concept: ${origin(concept.madeBy)}`,
    `Script: ${origin(script.madeBy)}`,
    `Shots: ${origin(shotPlan.madeBy)}`,
    ...narration.notes,
    ...manifest.flatMap((asset) => (asset.fallback ? [asset.fallback] : [])),
    hasOwn("image")
      ? "Pictures: the author's own, and procedural, drawn on this machine."
      : "Pictures: procedural, drawn on this machine.",
    hasOwn("audio") ? "Music: the author's own." : "Music: synthesized on this machine.",
  ];
  return bullets("## How it was made", [...new Set(labels)]);
}

function origin({ engine, model, fallback }: MadeBy): string {
  if (engine === "model") return `written by ${model ?? "a model"}.`;
  return fallback ? `by rules, because the model failed (${fallback}).` : "by rules.";
}

function plan({ items, total }: ProductionPlan): string {
  const table = listing(
    ["for", "tool", "planned s each", "planned $ each"],
    items.map(({ target, chosen }) => ({
      name: target,
      facts: [chosen.tool, chosen.seconds.toFixed(0), chosen.costUsd.toFixed(2)],
    })),
  );
  return `## Plan\n\nAbout ${total.seconds.toFixed(0)} s of work, $${total.costUsd.toFixed(2)}.\n\n${table}`;
}

function assets(manifest: AssetManifest): string {
  const table = listing(
    ["asset", "made by", "licence"],
    manifest.map(({ id, generator, licence }) => ({ name: id, facts: [generator, licence] })),
  );
  return `## Assets\n\n${table}`;
}

interface Entry {
  readonly name: string;
  readonly facts: readonly string[];
}

/** A table in which things of which the same is to be said share a row. */
function listing(header: readonly string[], entries: readonly Entry[]): string {
  const alike = Map.groupBy(entries, ({ facts }) => facts.map(cell).join(" | "));
  const rows = [...alike].map(
    ([facts, group]) => `| ${group.map(({ name }) => name).join(", ")} | ${facts} |`,
  );
  return [`| ${header.join(" | ")} |`, `|${"---|".repeat(header.length)}`, ...rows].join("\n");
}

function bullets(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `${title}\n\n${lines.map((line) => `- ${line.replaceAll("\n", " ")}`).join("\n")}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
