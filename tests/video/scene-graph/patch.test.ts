import assert from "node:assert/strict";
import { test } from "node:test";
import { patchGraph, type PatchOperation } from "../../../video/scene-graph/patch.ts";
import { graphOf } from "./fixtures/graph.ts";

const by = { author: "editor", reason: "a test" };

test("a patch changes the graph and its inverse brings the old one back", () => {
  const graph = graphOf(3);
  const operations: PatchOperation[] = [
    { op: "test", path: "/layers/1/framing", value: "left" },
    { op: "replace", path: "/layers/1/framing", value: "split" },
    { op: "move", from: "/layers/0/hold", path: "/layers/2/hold" },
    { op: "add", path: "/layers/0/hold", value: true },
    { op: "copy", from: "/layers/1/camera", path: "/layers/2/camera" },
    { op: "add", path: "/effects/-", value: { type: "vignette", amount: 0.5 } },
    { op: "remove", path: "/effects/0" },
  ];
  const result = patchGraph(graph, { ...by, operations });
  assert.ok(result.kind === "patched", JSON.stringify(result));
  assert.equal(result.graph.effects[0]?.type, "vignette");
  const back = patchGraph(result.graph, { ...by, operations: result.patch.inverse });
  assert.ok(back.kind === "patched");
  assert.deepEqual(back.graph, graph);
});

test("a failed test refuses the whole patch and leaves the graph as it was", () => {
  const graph = graphOf(2);
  const before = structuredClone(graph);
  const result = patchGraph(graph, {
    ...by,
    operations: [
      { op: "replace", path: "/title", value: "Changed" },
      { op: "test", path: "/title", value: "Something else" },
    ],
  });
  assert.equal(result.kind, "refused");
  assert.deepEqual(graph, before);
});

test("a patch that would make an invalid scene graph is refused", () => {
  const result = patchGraph(graphOf(2), { ...by, operations: [{ op: "remove", path: "/fps" }] });
  assert.equal(result.kind, "refused");
});

test("a patch to a place that doesn't exist is refused", () => {
  const operations: PatchOperation[] = [{ op: "replace", path: "/layers/99/start", value: 1 }];
  assert.equal(patchGraph(graphOf(2), { ...by, operations }).kind, "refused");
});
