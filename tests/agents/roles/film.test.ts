import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AssetManifest } from "../../../video/assets/manifest.ts";
import { CriticReport } from "../../../video/measure/critic-report.ts";
import { ProductionPlan } from "../../../video/plan/production-plan.ts";
import { GraphPatch } from "../../../video/scene-graph/patch.ts";
import { scenesOf } from "../../../video/scene-graph/layers.ts";
import { SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { studioFor } from "./studio.ts";

const BRIEF = `---
duration: 8
---
# A lighthouse

The lamp never goes out.

- A keeper looks at it every second
- A broken part is replaced at once
`;

test("the roles, one after the other, make a film with all its papers", async (t) => {
  const studio = studioFor(t, BRIEF);
  await studio.done("concept-planner", "concept");
  await studio.done("scriptsmith", "script");
  const shots = await studio.done("shotmaster", "shots");
  await studio.done("videosolver", "plan");
  const items = shots.fanOut?.["shots"] ?? [];
  assert.ok(items.length >= 2);
  for (const { key, params } of items)
    await studio.done("asset-synthesizer", "assets", params, key);
  await studio.done("narrator", "voice");
  await studio.done("composer", "music");
  await studio.done("director", "direct");
  const edit = await studio.done("editor", "edit");
  for (const { key, params } of edit.fanOut?.["segments"] ?? []) {
    await studio.done("renderer", "render", params, key);
  }
  await studio.done("post-processor", "mix", { task: "mix" });
  await studio.done("post-processor", "storyboard", { task: "storyboard" });
  await studio.done("post-processor", "finish", { task: "finish" });
  await studio.done("critic", "critique");
  await studio.done("publisher", "publish");
  await studio.done("publisher", "publish"); // As after a crash: it changes nothing.

  const folder = join(studio.home.jobs, "job-1");
  for (const file of [
    "film.mp4",
    "poster.png",
    "contact_sheet.png",
    "storyboard/s01.png",
    "captions.srt",
    "captions.vtt",
    "report.md",
    "script.md",
  ]) {
    assert.ok(existsSync(join(folder, file)), file);
  }
  const paper = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const graph = SceneGraph.parse(paper("scene_graph.json"));
  assert.equal(graph.duration, 240);
  ProductionPlan.parse(paper("production_plan.json"));
  assert.ok(CriticReport.parse(paper("critic_report.json")).measurements.length > 20);
  for (const asset of AssetManifest.parse(paper("asset_manifest.json"))) {
    assert.ok(existsSync(join(folder, asset.uri)), asset.uri);
    assert.notEqual(asset.licence, "");
  }
  const report = readFileSync(join(folder, "report.md"), "utf8");
  for (const told of ["LUFS", "by rules", "synthesized", "flite"])
    assert.match(report, new RegExp(told));
  const assumed = report.split("## Assumed\n\n")[1]?.split("\n\n")[0]?.split("\n") ?? [];
  assert.ok(assumed.length > 0);
  assert.deepEqual(assumed, [...new Set(assumed)], "nothing is told twice");
  assert.equal(report.split("Speech = script").length, 2, "nor is what was not measured");
  for (const { shot, start, duration } of scenesOf(graph)) {
    const seconds = [start, start + duration].map((frames) => (frames / graph.fps).toFixed(1));
    assert.match(report, new RegExp(`\\| ${shot} \\| ${seconds.join("–")} \\|`), "as in the film");
  }
});

test("a step whose workflow forgot an input is a programmer's error", async (t) => {
  await assert.rejects(studioFor(t, BRIEF).perform("publisher", "publish"), TypeError);
});

test("the Editor's patch is kept with the way back", async (t) => {
  const studio = studioFor(t, BRIEF);
  for (const role of ["concept-planner", "scriptsmith", "shotmaster"] as const)
    await studio.done(role, role);
  await studio.done("narrator", "voice");
  await studio.done("director", "direct");
  await studio.done("editor", "edit");
  for (const patch of studio.paper("patches") as unknown[]) {
    const { author, operations, inverse, reason } = GraphPatch.parse(patch);
    assert.equal(author, "editor");
    assert.notEqual(reason, "");
    assert.ok(operations.length > 0 && inverse.length > 0);
  }
});

test("a shot that the plan doesn't have is a failure with a way out", async (t) => {
  const studio = studioFor(t, BRIEF);
  for (const role of ["concept-planner", "scriptsmith", "shotmaster"] as const)
    await studio.done(role, role);
  const outcome = await studio.perform("asset-synthesizer", "assets", { shot: "s99" });
  assert.ok(outcome.kind === "failed" && outcome.failure.code === "shot-missing");
});
