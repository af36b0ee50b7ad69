import assert from "node:assert/strict";
import { test } from "node:test";
import { readableSeconds } from "../../../video/sound/fit.ts";

const line = (text: string, seconds: number) => ({
  beat: "b01",
  text,
  caption: undefined,
  seconds,
});

test("a sentence that captions could not follow is spoken slower, others as they are", () => {
  const quick = line("これらのわたくしのおはなしは、みんなもらってきたのです。", 3.6);
  const calm = line("天災と国防。", 1.2);
  const [slower = 0, same] = readableSeconds([quick, calm], "ja", 30);
  assert.ok(slower > 3.9 && slower <= quick.seconds / 0.8, `${slower} s`);
  assert.equal(same, calm.seconds);
});

test("where the film has no time, nothing is spoken slower", () => {
  const quick = line("これらのわたくしのおはなしは、みんなもらってきたのです。", 3.6);
  assert.deepEqual(readableSeconds([quick], "ja", 5), [3.6]);
});
