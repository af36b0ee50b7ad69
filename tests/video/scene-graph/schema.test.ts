import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { sceneGraphJsonSchema } from "../../../video/scene-graph/json-schema.ts";
import { SceneGraph, type Layer } from "../../../video/scene-graph/scene-graph.ts";
import { exampleFilms } from "../script/films.ts";
import { directed } from "./fixtures/directed.ts";
import { graphOf, sceneOf } from "./fixtures/graph.ts";

const FILE = join(import.meta.dirname, "../../../docs/schema/scene-graph.schema.json");
const published: unknown = JSON.parse(readFileSync(FILE, "utf8"));

const ajv = new Ajv2020({ allErrors: true, strict: false });
const validate = ajv.compile(published as object);

test("the published JSON Schema is what the code validates by", () => {
  const hint = "run `npm run schemas`";
  assert.deepEqual(published, JSON.parse(JSON.stringify(sceneGraphJsonSchema())), hint);
});

test("the graph of every example film fits the published schema", () => {
  const films = exampleFilms();
  assert.ok(films.length >= 8);
  for (const film of films) {
    const graph = JSON.parse(JSON.stringify(directed(film))) as unknown;
    assert.ok(validate(graph), `${film.file}: ${ajv.errorsText(validate.errors)}`);
    assert.ok(SceneGraph.safeParse(graph).success, film.file);
  }
});

const effect: Layer = {
  "@id": "ending",
  type: "Effect",
  effectType: "fade-out",
  start: 50,
  duration: 10,
  amount: 1,
};
const comp: Layer = {
  "@id": "part",
  type: "Comp",
  start: 60,
  duration: 60,
  layers: [sceneOf(7, { start: 0 }), effect],
};
const nested = graphOf(1, {
  duration: 120,
  layers: [sceneOf(0), { ...comp, layers: [{ ...comp, "@id": "inner", start: 0 }] }],
});

test("a scene may name pictograms that there are, and no others", () => {
  for (const pictograms of [["candle"], ["music", "cloud-rain", "map"]]) {
    const graph = graphOf(1, { layers: [{ ...sceneOf(0), pictograms } as Layer] });
    assert.ok(SceneGraph.safeParse(graph).success);
    assert.ok(validate(graph), ajv.errorsText(validate.errors));
  }
  for (const pictograms of [[], ["no-such-thing"], ["constructor"], "candle"]) {
    const graph = { ...graphOf(1), layers: [{ ...sceneOf(0), pictograms }] };
    assert.ok(!SceneGraph.safeParse(graph).success, JSON.stringify(pictograms));
    assert.equal(validate(graph), false, JSON.stringify(pictograms));
  }
});

test("comps within comps and effects fit both schemas", () => {
  assert.ok(SceneGraph.safeParse(nested).success);
  assert.ok(validate(nested), ajv.errorsText(validate.errors));
});

test("what is no scene graph fits neither schema", () => {
  const good = graphOf(2);
  const wrong: readonly unknown[] = [
    { ...good, "@context": "https://schema.motiva.dev/scene-graph/v1" },
    { ...good, fps: 29.97 },
    { ...good, layers: [{ ...sceneOf(0), framing: "askew" }] },
    { ...good, layers: [{ ...sceneOf(0), colour: "red" }] },
    { ...good, layers: [{ ...comp, layers: [{ type: "Comp" }] }] },
    { ...good, effects: [{ type: "lens-flare", amount: 1 }] },
    { ...good, assets: { logo: { sha256: "no hash", bytes: 1, extension: ".png" } } },
  ];
  for (const graph of wrong) {
    assert.equal(validate(graph), false, JSON.stringify(graph));
    assert.equal(SceneGraph.safeParse(graph).success, false);
  }
});

test("no two layers have the same @id, in whatever comps", () => {
  const twice = graphOf(1, { layers: [sceneOf(0), { ...comp, layers: [sceneOf(0)] }] });
  assert.match(SceneGraph.safeParse(twice).error?.message ?? "", /two layers have the @id/);
});
