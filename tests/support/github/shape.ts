import assert from "node:assert/strict";

/** Every field that GitHub showed must be there, of the same type; what is null says nothing. */
export function assertSameShape(theirs: unknown, ours: unknown, path: string): void {
  if (theirs === null || ours === null) return;
  if (Array.isArray(theirs)) {
    assert.ok(Array.isArray(ours), path);
    assert.equal(ours.length, theirs.length, `${path}.length`);
    theirs.forEach((item, index) => assertSameShape(item, ours[index], `${path}[${index}]`));
    return;
  }
  assert.equal(typeof ours, typeof theirs, path);
  if (typeof theirs !== "object") return;
  const found = ours as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(theirs)) {
    assert.ok(name in found, `${path}.${name} is missing`);
    assertSameShape(value, found[name], `${path}.${name}`);
  }
}
