import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { materialize } from "../../kernel/blobs.ts";
import { writeFileAtomically, writeJson } from "../../kernel/files.ts";
import { AssetManifest } from "../../video/assets/manifest.ts";
import { Brief } from "../../video/brief/brief.ts";
import { Concept } from "../../video/concept/concept.ts";
import { CriticReport } from "../../video/measure/critic-report.ts";
import { ProductionPlan } from "../../video/plan/production-plan.ts";
import { GraphPatch } from "../../video/scene-graph/patch.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import { Script } from "../../video/script/script.ts";
import { scriptMarkdown } from "../../video/script/markdown.ts";
import { ShotPlan } from "../../video/shots/shot-plan.ts";
import { filmReport } from "../../video/report/film-report.ts";
import { Narration } from "../../video/sound/narration.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { input, readInput, readRevisions } from "./inputs.ts";
import { readOwn } from "./own-files.ts";

const JSON_FILES: Readonly<Record<string, string>> = {
  brief: "brief.json",
  concept: "concept.json",
  script: "script.json",
  "shot-plan": "shot_plan.json",
  plan: "production_plan.json",
  graph: "scene_graph.json",
  "critic-report": "critic_report.json",
};
const MEDIA_FILES: Readonly<Record<string, string>> = {
  film: "film.mp4",
  poster: "poster.png",
  "contact-sheet": "contact_sheet.png",
  srt: "captions.srt",
  vtt: "captions.vtt",
};

/** Lays the finished film and everything it came from into the job's folder; doing it twice changes nothing. */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  const folder = join(context.home.jobs, task.work.job);
  task.report(`Publishing to ${folder}`);
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of Object.entries({ ...JSON_FILES, ...MEDIA_FILES })) {
    materialize(task.blobs, input(task, name).blob, join(folder, file));
  }
  publishAssets(task, folder);
  publishStoryboard(task, folder);
  publishPatches(task, folder);
  const brief = readInput(task, "brief", Brief);
  const script = readInput(task, "script", Script);
  writeFileAtomically(join(folder, "script.md"), scriptMarkdown(script, brief));
  const report = writeReport(task, brief, script);
  writeFileAtomically(join(folder, "report.md"), report);
  return {
    kind: "done",
    outputs: {
      video: input(task, "film").blob,
      poster: input(task, "poster").blob,
      captions: input(task, "srt").blob,
      report: task.blobs.putBytes(report, ".md"),
    },
    // Below the home: the issue shows it, too, and where that lies on the machine concerns nobody there.
    summary: `Film and papers in ${relative(context.home.root, folder)}`,
  };
}

/** The manifest of a published job names files that lie beside it. */
function publishAssets(task: Task, folder: string): void {
  const manifest = readInput(task, "manifest", AssetManifest).map((asset) => {
    const uri = `assets/${asset.id}${asset.blob.extension}`;
    materialize(task.blobs, asset.blob, join(folder, uri));
    return { ...asset, uri };
  });
  writeJson(join(folder, "asset_manifest.json"), manifest);
}

/** One picture for each shot, named as the shot plan names it. */
function publishStoryboard(task: Task, folder: string): void {
  for (const { name, blob } of task.work.inputs) {
    const shot = /^thumbnail-(.+)$/.exec(name)?.[1];
    if (shot) materialize(task.blobs, blob, join(folder, "storyboard", `${shot}.png`));
  }
}

function publishPatches(task: Task, folder: string): void {
  const patches = readInput(task, "patches", z.array(GraphPatch));
  mkdirSync(join(folder, "patches"), { recursive: true });
  materialize(
    task.blobs,
    input(task, "draft-graph").blob,
    join(folder, "patches", "000-scene_graph.json"),
  );
  patches.forEach((patch, i) => {
    const name = `${String(i + 1).padStart(3, "0")}-${patch.author}.patch.json`;
    writeJson(join(folder, "patches", name), patch);
  });
}

function writeReport(task: Task, brief: Brief, script: Script): string {
  return filmReport({
    brief,
    script,
    concept: readInput(task, "concept", Concept),
    shotPlan: readInput(task, "shot-plan", ShotPlan),
    graph: readInput(task, "graph", SceneGraph),
    plan: readInput(task, "plan", ProductionPlan),
    narration: readInput(task, "narration", Narration),
    manifest: readInput(task, "manifest", AssetManifest),
    critic: readInput(task, "critic-report", CriticReport),
    problems: readOwn(task).problems,
    revisions: readRevisions(task),
  });
}
