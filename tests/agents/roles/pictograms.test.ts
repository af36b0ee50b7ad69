import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { AssetManifest, type Asset } from "../../../video/assets/manifest.ts";
import { filmProps } from "../../../video/render/film-props.ts";
import { scenesOf } from "../../../video/scene-graph/layers.ts";
import { ShotPlan } from "../../../video/shots/shot-plan.ts";
import { directed } from "../../video/scene-graph/fixtures/directed.ts";
import { filmOf } from "../../video/script/films.ts";
import { studioFor } from "./studio.ts";

const BRIEF = `---
duration: 14
---
# A lighthouse

The lamp never goes out, whatever the weather is.

Three dogs live on the island.
`;

test("a shot's pictograms are assets with whose they are and under which licence", async (t) => {
  const studio = studioFor(t, BRIEF);
  await studio.done("concept-planner", "concept");
  await studio.done("scriptsmith", "script");
  const shots = await studio.done("shotmaster", "shots");
  const plan = ShotPlan.parse(studio.paper("shot-plan"));
  const assets: Asset[] = [];
  for (const { key, params } of shots.fanOut?.["shots"] ?? []) {
    const { outputs } = await studio.done("asset-synthesizer", "assets", params, key);
    const ref = outputs?.["assets"];
    assert.ok(ref);
    assets.push(...AssetManifest.parse(JSON.parse(readFileSync(studio.blobs.path(ref), "utf8"))));
  }
  const named = plan.shots.flatMap(({ id, pictograms = [] }) =>
    pictograms.map((name) => `pictogram-${name}-${id}`),
  );
  assert.ok(named.includes("pictogram-building-lighthouse-s01"), named.join(", "));
  const drawn = assets.filter(({ id }) => id.startsWith("pictogram-"));
  assert.deepEqual(
    drawn.map(({ id }) => id),
    named,
  );
  for (const { id, generator, licence, provenance, type, blob } of drawn) {
    assert.match(generator, /^@tabler\/icons@[\d.]+\/[a-z0-9-]+$/, id);
    assert.equal(licence, "MIT");
    assert.match(provenance, /Paweł Kuna/);
    assert.equal(type, "data", "the Director takes a shot's image for its backdrop");
    assert.match(readFileSync(studio.blobs.path(blob), "utf8"), /^<svg /);
  }
});

test("the scene graph has the shots' pictograms, and the film's props their strokes alone", () => {
  const graph = directed(filmOf(BRIEF));
  const named = new Set(scenesOf(graph).flatMap(({ pictograms = [] }) => pictograms));
  assert.ok(named.has("building-lighthouse"));
  const { pictograms } = filmProps(graph, () => Buffer.from("<svg/>"));
  assert.deepEqual(new Set(Object.keys(pictograms)), named);
  for (const strokes of Object.values(pictograms)) assert.ok(strokes.length > 0);
  const part = filmProps(graph, () => Buffer.from("<svg/>"), { key: "last", from: 400, to: 420 });
  const last = scenesOf(graph).at(-1)?.pictograms ?? [];
  assert.ok(Object.keys(part.pictograms).every((name) => last.some((each) => each === name)));
});
