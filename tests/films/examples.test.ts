import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import type { Brief } from "../../video/brief/brief.ts";
import { captionLimits, readingSpeed } from "../../video/captions/limits.ts";
import { parseBrief } from "../../video/brief/parse.ts";
import { reviewGraph } from "../../video/edit/review.ts";
import { ASPECTS } from "../../video/look/names.ts";
import { scenesOf } from "../../video/scene-graph/layers.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import { studioFor } from "../agents/roles/studio.ts";
import { lots, type Lots } from "../soak/lots.ts";
import { seedOf } from "../support/seed.ts";
import type { Cleanup } from "../support/temp.ts";

const EXAMPLES = resolve(import.meta.dirname, "..", "..", "examples");
/** So many are filmed here, other ones each time; `npm run films` makes all of them. */
const FILMED = 6;
/** The longest take as long as all others. */
const LONGEST_SECONDS = 60;

interface Example {
  readonly name: string;
  readonly text: string;
  readonly brief: Brief;
}

/**
 * Examples up to the picture: real voices, music, scene graph, edit and mix. `npm run films` draws the
 * pictures too, in several minutes.
 */
test("an example becomes a film of its own, as long as asked, in either language and in every shape", async (t) => {
  const filmed = drawn(lots(seedOf(t)));
  const orders = new Set<string>();
  for (const { name, text, brief } of filmed) {
    await t.test(name, async (t) => {
      const graph = await filmOf(t, text);
      assert.equal(graph.duration, Math.round(brief.durationSeconds * graph.fps));
      assert.equal(graph.aspect, brief.aspect);
      assert.deepEqual(reviewGraph(graph).operations, [], "the Editor has nothing left to change");
      assertReadable(graph);
      orders.add(
        scenesOf(graph)
          .map((scene) => scene.content.template)
          .join(" "),
      );
    });
  }
  assert.equal(orders.size, FILMED, "no two have the same order of scenes");
});

/** One in each language and in each shape at least. */
function drawn(chance: Lots): Example[] {
  const examples = chance.shuffled(
    readExamples().filter(({ brief }) => brief.durationSeconds <= LONGEST_SECONDS),
  );
  const needed = [
    ...ASPECTS.map((aspect) => examples.find(({ brief }) => brief.aspect === aspect)),
    ...["en", "ja"].map((language) => examples.find(({ brief }) => brief.language === language)),
  ];
  assert.ok(needed.every((example) => example !== undefined));
  return [...new Set([...needed, ...examples])].slice(0, FILMED);
}

function readExamples(): Example[] {
  const names = readdirSync(EXAMPLES).filter((name) => name.endsWith(".md"));
  return names.map((name) => {
    const text = readFileSync(join(EXAMPLES, name), "utf8");
    return { name, text, brief: parseBrief(text, { file: name }) };
  });
}

async function filmOf(t: Cleanup, text: string): Promise<SceneGraph> {
  const studio = studioFor(t, text);
  for (const role of ["concept-planner", "scriptsmith", "shotmaster", "videosolver"] as const) {
    await studio.done(role, role);
  }
  await studio.done("narrator", "voice");
  await studio.done("composer", "music");
  await studio.done("director", "direct");
  await studio.done("editor", "edit");
  await studio.done("post-processor", "mix", { task: "mix" });
  assertLoudness(studio.paper("loudness"));
  return SceneGraph.parse(studio.paper("graph"));
}

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
