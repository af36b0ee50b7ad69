import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import {
  applyOperations,
  PatchOperation,
  type Json,
} from "../../../video/scene-graph/json-patch.ts";
import * as fc from "../../support/fast-check.ts";
import { seedOf } from "../../support/seed.ts";

interface Case {
  readonly comment?: string;
  readonly doc: Json;
  readonly patch?: unknown;
  readonly expected?: Json;
  readonly error?: string;
  readonly disabled?: boolean;
}

/** What no parsed JSON can show: the second of two members of the same name. */
const UNSEEN = /two 'op' members/;

function casesOf(file: string): Case[] {
  const path = join(import.meta.dirname, "fixtures/json-patch-tests", file);
  const cases = z.json().parse(JSON.parse(readFileSync(path, "utf8"))) as unknown as Case[];
  return cases.filter(({ patch, error }) => patch !== undefined && !UNSEEN.test(error ?? ""));
}

function outcomeOf({ doc, patch }: Case): Json | undefined {
  const operations = z.array(PatchOperation).safeParse(patch);
  if (!operations.success) return undefined;
  const applied = applyOperations(doc, operations.data);
  return applied.kind === "applied" ? applied.document : undefined;
}

for (const file of ["tests.json", "spec_tests.json"]) {
  test(`every case of the public JSON Patch suite holds: ${file}`, (t) => {
    const cases = casesOf(file);
    assert.ok(cases.length >= 16);
    t.diagnostic(`${cases.length} cases`);
    for (const one of cases) {
      const name = `${one.comment ?? ""} ${JSON.stringify(one.patch)}`;
      const before = structuredClone(one.doc);
      const outcome = outcomeOf(one);
      if (one.error !== undefined) assert.equal(outcome, undefined, name);
      else if (one.expected === undefined) assert.notEqual(outcome, undefined, name);
      else assert.deepEqual(outcome, one.expected, name);
      assert.deepEqual(one.doc, before, `${name}: the given document was changed`);
    }
  });
}

test("places that only look like ones are refused", () => {
  const refused: readonly [Json, PatchOperation][] = [
    [[1], { op: "replace", path: "/-", value: 2 }],
    [[1], { op: "move", from: "/0", path: "/5" }],
    [[1], { op: "copy", from: "/0", path: "/x" }],
    [[1], { op: "remove", path: "/length" }],
    [[1], { op: "remove", path: "/00" }],
    [{}, { op: "test", path: "/a", value: null }],
    [{ a: {} }, { op: "add", path: "/__proto__/x", value: 1 }],
    [{ a: {} }, { op: "copy", from: "/constructor", path: "/a" }],
    [{ a: "text" }, { op: "add", path: "/a/0", value: 1 }],
    [{ a: { b: 1 } }, { op: "move", from: "/a", path: "/a/b" }],
    [{ a: 1 }, { op: "remove", path: "" }],
  ];
  for (const [document, operation] of refused) {
    const { kind } = applyOperations(document, [operation]);
    assert.equal(kind, "refused", JSON.stringify(operation));
  }
  assert.equal(Object.hasOwn(Object.prototype, "x"), false);
});

test("the way back of a move is a move", () => {
  const applied = applyOperations({ a: [1, 2, 3] }, [{ op: "move", from: "/a/0", path: "/a/-" }]);
  assert.ok(applied.kind === "applied");
  assert.deepEqual(applied.document, { a: [2, 3, 1] });
  assert.deepEqual(applied.inverse, [{ op: "move", from: "/a/2", path: "/a/0" }]);
});

const name = fc.constantFrom("a", "b", "c", "", "~", "/", "0", "-", "__proto__");
const place = fc
  .array(fc.oneof(name, fc.nat(3).map(String)), { maxLength: 3 })
  .map((tokens) =>
    tokens.map((token) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
  );
const { document } = fc.letrec<{ document: Json }>((tie) => ({
  document: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(fc.integer(), fc.boolean(), fc.string({ maxLength: 3 }), fc.constant(null)),
    fc.array(tie("document"), { maxLength: 4 }),
    fc.dictionary(name, tie("document"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const operation: fc.Arbitrary<PatchOperation> = fc.oneof(
  fc.record({
    op: fc.constantFrom("add" as const, "replace" as const, "test" as const),
    path: place,
    value: document,
  }),
  fc.record({ op: fc.constant("remove" as const), path: place }),
  fc.record({
    op: fc.constantFrom("move" as const, "copy" as const),
    from: place,
    path: place,
  }),
);
const objects = fc.dictionary(name, document, { maxKeys: 5, noNullPrototype: true });

test("what was applied is taken back by its inverse, and brought again by that one's", (t) => {
  let applications = 0;
  fc.assert(
    fc.property(objects, fc.array(operation, { maxLength: 6 }), (start, operations) => {
      const before = structuredClone(start);
      // One by one: a whole random patch would nearly always be refused.
      const fitting = operations.filter((one) => applyOperations(start, [one]).kind === "applied");
      const there = applyOperations(start, fitting);
      assert.deepEqual(start, before);
      if (there.kind === "refused") return;
      applications += fitting.length;
      const back = applyOperations(there.document, there.inverse);
      assert.ok(back.kind === "applied", JSON.stringify(back));
      assert.deepEqual(back.document, start);
      const again = applyOperations(back.document, back.inverse);
      assert.ok(again.kind === "applied", JSON.stringify(again));
      assert.deepEqual(again.document, there.document);
    }),
    { numRuns: 2_000, seed: seedOf(t) },
  );
  assert.ok(applications > 500, `only ${applications} operations were applied`);
});
