import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { readWishes } from "../../../video/edit/read-wishes.ts";
import * as fc from "../../support/fast-check.ts";
import { ENGLISH } from "./said/english.ts";
import { JAPANESE } from "./said/japanese.ts";

const LONGEST_TEXT = 2_000;
/** Hundreds of times what the slowest of them takes: only a reading that grows without bounds gets there. */
const GENEROUS_MS = 120_000;

test(
  "no text takes endlessly to read, whatever it repeats",
  { timeout: 2 * GENEROUS_MS },
  async () => {
    const fragments = [
      ...new Set(
        [...ENGLISH, ...JAPANESE].flatMap(([text]) => text.split(/(?<=[\s、。])|(?=[\s、。])/)),
      ),
      '"',
      ..."「 」 * _ @ , . - – : ; ! ? 1 & 目 の".split(" "),
      "\n",
      " ",
    ];
    const unit = fc.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 3 });
    const end = fc.constantFrom("", "x", " x", "\n", "?", "「\n」", '"\n"', "1", "です");
    const texts = fc
      .sample(fc.tuple(unit, end), 300)
      .map(([words, last]) => filled(words.join(""), last));
    await reading([filled("ありがとう", "「\n」"), filled("よろしく ", "「\n」"), ...texts]);
  },
);

function filled(unit: string, end: string): string {
  return unit.repeat(LONGEST_TEXT).slice(0, LONGEST_TEXT - end.length) + end;
}

/** In a thread of its own: a pattern that doesn't come back could not be stopped in this one. */
async function reading(texts: readonly string[]): Promise<void> {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const reader = new URL("long-text-reader.ts", import.meta.url);
  const worker = new Worker(reader, { workerData: { texts, progress } });
  try {
    await once(worker, "exit", { signal: AbortSignal.timeout(GENEROUS_MS) });
  } catch (cause) {
    const text = texts[progress[0] ?? 0]?.slice(0, 60);
    throw new Error(`while reading ${JSON.stringify(text)} …`, { cause });
  } finally {
    await worker.terminate();
  }
}

test("a comment that is too long to be read is not read in part", () => {
  const text = `Make shot 3 shorter. ${"It is long. ".repeat(200)} Never mind.`;
  const { wishes, unclear } = readWishes(text);
  assert.deepEqual(wishes, []);
  assert.match(unclear.join(), /^Make shot 3 shorter\. It is long.* …$/);
  assert.deepEqual(readWishes("\uFDFA".repeat(500)).wishes, [], "one character, eighteen letters");
});
