import assert from "node:assert/strict";
import { test } from "node:test";
import { replay, rewindTo, type History } from "../../../video/scene-graph/history.ts";
import { patchGraph, type PatchOperation } from "../../../video/scene-graph/patch.ts";
import type { SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import * as fc from "../../support/fast-check.ts";
import { seedOf } from "../../support/seed.ts";
import { graphOf } from "./fixtures/graph.ts";

const operation: fc.Arbitrary<PatchOperation> = fc.oneof(
  fc.record({
    op: fc.constant("replace" as const),
    path: fc.nat(4).map((i) => `/layers/${i}/start`),
    value: fc.nat(400),
  }),
  fc.record({
    op: fc.constant("replace" as const),
    path: fc.constant("/title"),
    value: fc.string(),
  }),
  fc.record({
    op: fc.constant("move" as const),
    from: fc.nat(4).map((i) => `/layers/${i}`),
    path: fc.nat(4).map((i) => `/layers/${i}`),
  }),
  fc.record({ op: fc.constant("remove" as const), path: fc.nat(4).map((i) => `/layers/${i}`) }),
  fc.record({
    op: fc.constant("copy" as const),
    from: fc.nat(4).map((i) => `/layers/${i}/content`),
    path: fc.nat(4).map((i) => `/layers/${i}/content`),
  }),
  fc.record({
    op: fc.constant("add" as const),
    path: fc.constant("/effects/-"),
    value: fc.constant({ type: "vignette", amount: 0.2 }),
  }),
);

/** The history that comes of changes one after the other; those that don't fit are left out. */
function historyOf(changes: readonly (readonly PatchOperation[])[]): {
  history: History;
  versions: SceneGraph[];
} {
  const draft = graphOf(5);
  const versions = [draft];
  const patches = changes.flatMap((operations, i) => {
    const last = versions.at(-1) ?? draft;
    const result = patchGraph(last, { author: "editor", reason: `change ${i}`, operations });
    if (result.kind === "refused") return [];
    versions.push(result.graph);
    return [result.patch];
  });
  return { history: { draft, patches }, versions };
}

test("every version of a film is replayed from its draft and reached again by going back", (t) => {
  let patches = 0;
  const changes = fc.array(fc.array(operation, { minLength: 1, maxLength: 3 }), { maxLength: 6 });
  fc.assert(
    fc.property(changes, (all) => {
      const { history, versions } = historyOf(all);
      patches += history.patches.length;
      versions.forEach((expected, version) => {
        const replayed = replay(history, version);
        assert.ok(replayed.kind === "replayed", JSON.stringify(replayed));
        assert.deepEqual(replayed.graph, expected);
        const last = versions.at(-1) ?? history.draft;
        const back = patchGraph(last, rewindTo(history, version, "person"));
        assert.ok(back.kind === "patched", JSON.stringify(back));
        assert.deepEqual(back.graph, expected);
        assert.equal(JSON.stringify(back.graph), JSON.stringify(expected), "the same bytes");
      });
    }),
    { numRuns: 150, seed: seedOf(t) },
  );
  assert.ok(patches > 150, `only ${patches} patches fitted`);
});

test("a history whose patches do not fit says from which version on", () => {
  const { history } = historyOf([
    [{ op: "replace", path: "/title", value: "One" }],
    [
      { op: "test", path: "/title", value: "One" },
      { op: "replace", path: "/title", value: "Two" },
    ],
  ]);
  const replayed = replay({ ...history, patches: history.patches.slice(1) });
  assert.ok(replayed.kind === "broken");
  assert.equal(replayed.version, 1);
  assert.match(replayed.reason, /test \/title: "A film" is there instead of "One"/);
});
