import assert from "node:assert/strict";
import { test } from "node:test";
import { mendable, reviseGraph } from "../../../video/edit/revision.ts";
import type { Finding } from "../../../video/measure/critic-report.ts";
import { graphOf } from "../scene-graph/fixtures/graph.ts";

const cues = [
  { start: 0, end: 10, lines: ["One."] },
  { start: 60, end: 70, lines: ["Two."] },
];
const graph = graphOf(2, { captions: { burnIn: true, cues } });

function finding(changes: Partial<Finding> = {}): Finding {
  const place = { at: 0, pointer: "/captions/cues/0" };
  return {
    check: "A check",
    severity: "warning",
    message: "Too short.",
    ...place,
    patch: [],
    ...changes,
  };
}

const longer = (cue: number, from: number, to: number): Finding["patch"] => [
  { op: "test", path: `/captions/cues/${cue}/end`, value: from },
  { op: "replace", path: `/captions/cues/${cue}/end`, value: to },
];

test("every patch is applied by itself, with its author, its reason and the way back", () => {
  const findings = [finding({ patch: longer(0, 10, 30) }), finding({ patch: longer(1, 70, 90) })];
  const revised = reviseGraph(graph, findings);
  assert.deepEqual(
    revised.graph.captions.cues.map(({ end }) => end),
    [30, 90],
  );
  assert.deepEqual(
    revised.changes.map(({ outcome }) => outcome),
    ["applied", "applied"],
  );
  assert.deepEqual(
    revised.patches.map(({ author, reason }) => [author, reason]),
    [
      ["critic", "Too short."],
      ["critic", "Too short."],
    ],
  );
  assert.deepEqual(revised.patches[0]?.inverse, [
    { op: "replace", path: "/captions/cues/0/end", value: 10 },
  ]);
  assert.equal(graph.captions.cues[0]?.end, 10, "the graph that was given is untouched");
});

test("two findings with one remedy are mended once", () => {
  const patch = longer(0, 10, 30);
  const { changes, patches } = reviseGraph(graph, [finding({ patch }), finding({ patch })]);
  assert.deepEqual(
    changes.map(({ outcome }) => outcome),
    ["applied", "covered"],
  );
  assert.equal(patches.length, 1);
});

test("a patch that does not fit, breaks the graph or is none is refused, and the others are applied", () => {
  const { graph: revised, changes } = reviseGraph(graph, [
    finding({ patch: longer(0, 11, 30) }),
    finding({ patch: [{ op: "replace", path: "/duration", value: "long" }] }),
    finding({ patch: [{ op: "explode", path: "/" }] }),
    finding({ patch: [{ op: "remove", path: "/captions/cues/7" }] }),
    finding({ patch: longer(1, 70, 90) }),
  ]);
  assert.deepEqual(
    changes.map(({ outcome }) => outcome),
    ["refused", "refused", "refused", "refused", "applied"],
  );
  for (const { outcome, reason } of changes) assert.equal(reason === null, outcome === "applied");
  assert.match(changes[0]?.reason ?? "", /test \/captions\/cues\/0\/end/);
  assert.equal(revised.captions.cues[1]?.end, 90);
  assert.equal(revised.duration, graph.duration);
});

test("worth a round is what is bad enough, can be mended, and was not tried before", () => {
  const patch = longer(0, 10, 30);
  const all = [
    finding({ patch }),
    finding({ patch, severity: "error" }),
    finding({ patch, severity: "info" }),
    finding({ patch: null }),
  ];
  assert.deepEqual(mendable(all, []), all.slice(0, 2));
  const tried = [
    {
      round: 1,
      changes: [{ finding: finding({ patch }), outcome: "refused" as const, reason: "x" }],
    },
  ];
  assert.deepEqual(mendable(all, tried), []);
  const other = finding({ patch: longer(0, 10, 31) });
  assert.deepEqual(mendable([other], tried), [other]);
});
