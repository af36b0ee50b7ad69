import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { Brief } from "../../video/brief/brief.ts";
import { CriticReport } from "../../video/measure/critic-report.ts";
import { scenesOf } from "../../video/scene-graph/layers.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import { daemonIn, type JobView } from "../support/daemon.ts";

const EXAMPLES = resolve(import.meta.dirname, "..", "..", "examples");
const CONFIG = "{ http: { port: 0 }, render: { scale: 0.15 } }";

/** Small pictures, but everything else as it would be: real voices, real browser, real measurements. */
test("every example becomes a film of its own, as long as asked and within all limits", async (t) => {
  const daemon = daemonIn(t, CONFIG);
  await daemon.up();
  const briefs = readdirSync(EXAMPLES)
    .filter((name) => name.endsWith(".md"))
    .toSorted();
  assert.ok(briefs.length >= 8);
  const jobs = new Map<string, string>();
  for (const name of briefs) {
    const { job } = await daemon.json<{ job: string }>("submit", join(EXAMPLES, name));
    jobs.set(name, job);
  }

  const orders = new Map<string, string>();
  for (const [name, job] of jobs) {
    await t.test(name, async () => {
      const { exitCode, stderr } = await daemon.command("watch", job);
      assert.equal(exitCode, 0, stderr);
      const { status } = await daemon.json<JobView>("job", job);
      assert.equal(status, "done");
      const paper = (file: string): unknown =>
        JSON.parse(readFileSync(join(daemon.home, "data", "jobs", job, file), "utf8"));
      const graph = SceneGraph.parse(paper("scene_graph.json"));
      const { durationSeconds, aspect } = Brief.parse(paper("brief.json"));
      assert.equal(graph.duration, Math.round(durationSeconds * graph.fps));
      assert.equal(graph.aspect, aspect);
      const report = CriticReport.parse(paper("critic_report.json"));
      const missed = report.measurements.filter((row) => !row.passed);
      assert.deepEqual(missed, []);
      assert.ok(report.passed);
      orders.set(
        name,
        scenesOf(graph)
          .map((scene) => scene.content.template)
          .join(" "),
      );
    });
  }
  assert.equal(
    new Set(orders.values()).size,
    briefs.length,
    "no two have the same order of scenes",
  );
});
