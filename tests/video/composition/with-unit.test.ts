import assert from "node:assert/strict";
import { test } from "node:test";
import { withUnit } from "../../../video/composition/chart/with-unit.ts";

test("a currency stands before its amount, every other unit behind it", () => {
  assert.equal(withUnit("48", "$k"), "$48k");
  assert.equal(withUnit("2.5", "$ million"), "$2.5 million");
  assert.equal(withUnit("3", "€"), "€3");
  assert.equal(withUnit("40", "%"), "40%");
  assert.equal(withUnit("128", "億円"), "128億円");
  assert.equal(withUnit("12", "ms"), "12 ms");
});
