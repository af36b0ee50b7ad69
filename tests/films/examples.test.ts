import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { captionLimits, readingSpeed } from "../../video/captions/limits.ts";
import { parseBrief } from "../../video/brief/parse.ts";
import { reviewGraph } from "../../video/edit/review.ts";
import { scenesOf } from "../../video/scene-graph/layers.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import { studioFor } from "../agents/roles/studio.ts";

const EXAMPLES = resolve(import.meta.dirname, "..", "..", "examples");
/** So many of the shortest are filmed here; `npm run films` makes all of them. */
const FILMED = 12;
const BRIEFS = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith(".md"))
  .map((name) => {
    const text = readFileSync(join(EXAMPLES, name), "utf8");
    return { name, text, brief: parseBrief(text, { file: name }) };
  })
  .toSorted((a, b) => a.brief.durationSeconds - b.brief.durationSeconds)
  .slice(0, FILMED);

/**
 * Twelve examples up to the picture: real voices, music, scene graph, edit and mix. `npm run films` draws
 * the pictures too, of all, in several minutes.
 */
test("an example becomes a film of its own, as long as asked, in either language and in every shape", async (t) => {
  assert.equal(BRIEFS.length, FILMED);
  assert.deepEqual(new Set(BRIEFS.map(({ brief }) => brief.language)), new Set(["en", "ja"]));
  assert.equal(new Set(BRIEFS.map(({ brief }) => brief.aspect)).size, 3);
  const orders = new Set<string>();
  for (const { name, text, brief } of BRIEFS) {
    await t.test(name, async (t) => {
      const studio = studioFor(t, text);
      for (const role of ["concept-planner", "scriptsmith", "shotmaster", "videosolver"] as const) {
        await studio.done(role, role);
      }
      await studio.done("narrator", "voice");
      await studio.done("composer", "music");
      await studio.done("director", "direct");
      await studio.done("editor", "edit");
      await studio.done("post-processor", "mix", { task: "mix" });

      const graph = SceneGraph.parse(studio.paper("graph"));
      assert.equal(graph.duration, Math.round(brief.durationSeconds * graph.fps));
      assert.equal(graph.aspect, brief.aspect);
      assert.deepEqual(reviewGraph(graph).operations, [], "the Editor has nothing left to change");
      assertReadable(graph);
      assertLoudness(studio.paper("loudness"));
      orders.add(
        scenesOf(graph)
          .map((scene) => scene.content.template)
          .join(" "),
      );
    });
  }
  assert.equal(orders.size, BRIEFS.length, "no two have the same order of scenes");
});

function assertReadable({ captions, language, fps }: SceneGraph): void {
  const limits = captionLimits(language);
  for (const { start, end, lines } of captions.cues) {
    const seconds = (end - start) / fps;
    const text = lines.join(" / ");
    assert.ok(seconds >= limits.minSeconds - 1 / fps, `${text} stands for ${seconds} s`);
    assert.ok(readingSpeed(lines, seconds, language) <= limits.charactersPerSecond, text);
    for (const line of lines) assert.ok(limits.widthOf(line) <= limits.lineWidth, line);
  }
}

function assertLoudness(paper: unknown): void {
  const { integratedLufs, truePeakDbtp, voiceOverMusicLu } = paper as Record<string, number>;
  assert.ok(Math.abs((integratedLufs ?? 0) + 14) <= 0.5, `${integratedLufs} LUFS`);
  assert.ok((truePeakDbtp ?? 0) <= -1.5, `${truePeakDbtp} dBTP`);
  assert.ok((voiceOverMusicLu ?? 0) >= 10, `${voiceOverMusicLu} LU`);
}
