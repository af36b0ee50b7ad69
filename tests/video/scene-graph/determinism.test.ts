import assert from "node:assert/strict";
import { test } from "node:test";
import { scenesOf, soundsOf } from "../../../video/scene-graph/layers.ts";
import type { SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { exampleFilms, filmOf } from "../script/films.ts";
import { directed } from "./fixtures/directed.ts";

const TEXT = `# A lighthouse

The lamp never goes out. A keeper looks at it every second, and a broken part is replaced at once.

- 12 lamps along the coast
- 3 keepers in every tower

In 1898 it took four men to keep one lamp burning through the night.
`;

function graphWith(seed: number): SceneGraph {
  return directed(filmOf(`---\nduration: 20\nseed: ${seed}\n---\n${TEXT}`));
}

test("the same brief gives the same bytes of scene graph", () => {
  const again = exampleFilms();
  for (const [index, film] of exampleFilms().entries()) {
    const twin = again[index];
    assert.ok(twin);
    assert.equal(JSON.stringify(directed(twin)), JSON.stringify(directed(film)), film.file);
  }
  assert.equal(JSON.stringify(graphWith(7)), JSON.stringify(graphWith(7)));
});

test("the same brief with another seed looks different and says the same", () => {
  const graphs = Array.from({ length: 8 }, (_, seed) => graphWith(seed));
  const looks = new Set(
    graphs.map(({ theme, assets }) => JSON.stringify([theme, Object.values(assets)])),
  );
  assert.equal(looks.size, graphs.length, "no two films have the same pictures");
  const texts = new Set(
    graphs.map((graph) => JSON.stringify(scenesOf(graph).map(({ content }) => content))),
  );
  assert.equal(texts.size, 1);
});

test("every scene and every voice goes back to the brief, whoever wrote the script", () => {
  for (const { file, brief, concept, script } of exampleFilms()) {
    const beats = script.beats.map((beat) => ({ ...beat, sources: [] }));
    for (const written of [script, { ...script, beats }]) {
      const graph = directed({ brief, concept, script: written });
      for (const { content, sources } of scenesOf(graph)) {
        assert.ok(sources.length > 0, `${file}: ${JSON.stringify(content)}`);
      }
      const voices = soundsOf(graph).filter(({ role }) => role === "voice");
      assert.ok(voices.length > 0);
      for (const voice of voices) {
        assert.ok((voice.sources ?? []).length > 0, `${file}: ${voice["@id"]}`);
      }
    }
  }
});

test("what front matter asks to say is found where it stands, over broken lines too", () => {
  const text = `---
title: The lamp
key_messages:
  - It never goes out
---
The lamp is **old**. It never
goes out.
`;
  const { brief } = filmOf(text);
  const anchored = (brief.anchors ?? []).map(({ span }) => text.slice(span.start, span.end));
  assert.deepEqual(anchored, ["The lamp", "It never goes out"]);
  const plain = filmOf("# Title\n\nIt is a **very\nold** lamp. Another sentence stands here.\n");
  assert.ok(plain.brief.anchors?.every(({ span }) => span.end > span.start));
});
