import assert from "node:assert/strict";
import { test } from "node:test";
import { armFaultPoints, faultPoint, reached } from "../../kernel/fault-points.ts";
import { run } from "../../kernel/process.ts";

test("a fault point does nothing until it is armed, and nothing after", async () => {
  faultPoint("a");
  const passed: string[] = [];
  {
    using _armed = armFaultPoints((name) => passed.push(name));
    faultPoint("b");
  }
  faultPoint("c");
  assert.deepEqual(passed, ["b"]);
});

test("a test can await that a point is reached", async () => {
  const arrival = reached("b");
  faultPoint("a");
  faultPoint("b");
  await arrival;
});

test("a process can be made to die where a point is passed for the nth time", async () => {
  const script = `import { crashAt, faultPoint } from ${JSON.stringify(new URL("../../kernel/fault-points.ts", import.meta.url).href)};
    crashAt("b", 2);
    for (const name of ["a", "b", "a", "b", "c"]) { faultPoint(name); console.log(name); }`;
  const result = await run(process.execPath, ["--input-type=module", "-e", script]);
  assert.equal(result.signal, "SIGKILL");
  assert.equal(result.stdout, "a\nb\na\n");
});
