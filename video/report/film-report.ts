import type { Asset, AssetManifest } from "../assets/manifest.ts";
import type { Brief } from "../brief/brief.ts";
import type { Concept, MadeBy } from "../concept/concept.ts";
import type { RevisionRecord } from "../edit/revision.ts";
import type { CriticReport } from "../measure/critic-report.ts";
import { qaTable } from "../measure/table.ts";
import type { ProductionPlan } from "../plan/production-plan.ts";
import type { Script } from "../script/script.ts";
import type { ShotPlan } from "../shots/shot-plan.ts";
import type { Narration } from "../sound/narration.ts";
import { revisedLines } from "./revised.ts";

export interface FilmPapers {
  readonly brief: Brief;
  readonly concept: Concept;
  readonly script: Script;
  readonly shotPlan: ShotPlan;
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
    findings(papers.critic),
    bullets("## Revised", revisedLines(papers.revisions, papers.critic)),
    shots(papers.shotPlan),
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

function findings(critic: CriticReport): string {
  const found = critic.findings.map(({ severity, at, message }) => {
    const when = at === null ? "" : ` at ${at.toFixed(1)} s`;
    return `**${severity}**${when}: ${message}`;
  });
  const skipped = critic.skipped.map(({ check, reason }) => `not checked, ${check}: ${reason}`);
  return bullets("## Findings", [...found, ...skipped]);
}

function shots({ shots, fps, theme }: ShotPlan): string {
  const rows = shots.map(
    (shot) =>
      `| ${shot.id} | ${(shot.start / fps).toFixed(1)} | ${shot.content.template} | ${shot.framing} | ${shot.camera} | ${cell(shot.desc)} |`,
  );
  const table = [
    "| shot | planned at | template | framing | camera | shows |",
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
  const rows = items.map(
    ({ target, chosen }) =>
      `| ${target} | ${chosen.tool} | ${chosen.seconds.toFixed(0)} | ${chosen.costUsd.toFixed(2)} |`,
  );
  const table = ["| for | tool | planned s | planned $ |", "|---|---|---|---|", ...rows];
  return `## Plan\n\nAbout ${total.seconds.toFixed(0)} s of work, $${total.costUsd.toFixed(2)}.\n\n${table.join("\n")}`;
}

function assets(manifest: AssetManifest): string {
  const rows = manifest.map(
    ({ id, generator, licence }) => `| ${id} | ${generator} | ${cell(licence)} |`,
  );
  return `## Assets\n\n| asset | made by | licence |\n|---|---|---|\n${rows.join("\n")}`;
}

function bullets(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `${title}\n\n${lines.map((line) => `- ${line.replaceAll("\n", " ")}`).join("\n")}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
