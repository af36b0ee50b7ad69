import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sampleFilm } from "../../../video/gallery/sample-film.ts";
import { EffectLayer, SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import type { Lens, Pixels } from "./pixels.ts";
import { colourAt, differing, openLens } from "./pixels.ts";

let lens: Lens;
before(async () => {
  lens = await openLens();
});
after(async () => lens[Symbol.asyncDispose]());

/** A theme without grain of its own: what is seen is the effect's. */
const { graph, readAsset } = sampleFilm({
  contents: [{ template: "statement", text: "Backups should restore.", emphasis: [] }],
  theme: "signal",
  aspect: "16:9",
  language: "en",
});
const FRAME = 60;
const WHOLE = { start: 0, duration: graph.duration } as const;

function look(changes: Partial<SceneGraph>, frame = FRAME): Promise<Pixels> {
  return lens.look({ ...graph, ...changes }, readAsset, frame);
}

const plain = new Map<number, Promise<Pixels>>();

/** Without any effect; drawn once for all tests. */
function lookAtPlain(frame = FRAME): Promise<Pixels> {
  const known = plain.get(frame) ?? look({}, frame);
  plain.set(frame, known);
  return known;
}

function layer(effectType: EffectLayer["effectType"], amount = 1): EffectLayer {
  return { "@id": "effect", type: "Effect", effectType, ...WHOLE, amount };
}

for (const type of SceneGraph.shape.effects.element.shape.type.options) {
  test(`${type} over a whole film is seen, more of it the stronger it is, and alike every time`, async () => {
    const [none, weak, strong, again] = [
      await lookAtPlain(),
      await look({ effects: [{ type, amount: 0.3 }] }),
      await look({ effects: [{ type, amount: 1 }] }),
      await look({ effects: [{ type, amount: 1 }] }),
    ];
    assert.ok(differing(none, strong) > 0.2, `${differing(none, strong)}`);
    assert.ok(deviation(none, strong) > deviation(none, weak));
    assert.ok(strong.rgb.equals(again.rgb));
  });
}

for (const effectType of EffectLayer.shape.effectType.options) {
  test(`a layer of ${effectType} is seen while it lasts, and not after`, async () => {
    const layers = [...graph.layers, { ...layer(effectType), duration: FRAME + 10 }];
    const during = await look({ layers });
    assert.ok(differing(await lookAtPlain(), during) > 0.2);
    assert.ok(during.rgb.equals((await look({ layers })).rgb));
    const later = FRAME + 20;
    assert.equal(differing(await lookAtPlain(later), await look({ layers }, later)), 0);
  });
}

test("a vignette darkens the corners and leaves the middle alone", async () => {
  const [none, dark] = [
    await lookAtPlain(),
    await look({ layers: [...graph.layers, layer("vignette")] }),
  ];
  const light = (pixels: Pixels, x: number, y: number): number =>
    colourAt(pixels, x, y).reduce((sum, each) => sum + each, 0);
  assert.ok(light(dark, 0, 1) < light(none, 0, 1) - 15);
  assert.deepEqual(colourAt(dark, 0.5, 0.45), colourAt(none, 0.5, 0.45));
});

test("a fade out ends on the theme's ground, a fade in begins next to it", async () => {
  const out = await look({ layers: [...graph.layers, layer("fade-out")] }, graph.duration - 1);
  assert.equal(
    new Set(
      [
        [0, 0],
        [0.5, 0.5],
        [0.9, 0.2],
      ].map(([x = 0, y = 0]) => colourAt(out, x, y).join()),
    ).size,
    1,
  );
  const into = await look({ layers: [...graph.layers, layer("fade-in")] }, 0);
  assert.ok(deviation(out, into) < 4);
});

/** Mean difference of a channel. */
function deviation(a: Pixels, b: Pixels): number {
  let sum = 0;
  for (let at = 0; at < a.rgb.length; at += 1) sum += Math.abs((a.rgb[at] ?? 0) - (b.rgb[at] ?? 0));
  return sum / a.rgb.length;
}
