import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ASPECTS } from "../../../video/look/names.ts";
import { testLayouts } from "./layouts.ts";

testLayouts("16:9");

test("every aspect has a file like this one", () => {
  for (const aspect of ASPECTS) {
    const file = join(import.meta.dirname, `layout-${aspect.replace(":", "x")}.test.ts`);
    assert.ok(readFileSync(file, "utf8").includes(`testLayouts("${aspect}")`), aspect);
  }
});
