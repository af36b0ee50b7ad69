import assert from "node:assert/strict";
import { test } from "node:test";
import { pageMemory, type Page } from "../../../scheduler/inbox/github/page-memory.ts";

const page = (items: readonly unknown[], next?: string): Page<unknown> => ({
  etag: '"1"',
  items,
  next,
  isFull: false,
  at: "2026-11-30T12:00:00.000Z",
});
const URLS = ["one", "two", "three", "four"];

function remembered(memory: ReturnType<typeof pageMemory>): string[] {
  return URLS.filter((url) => memory.recall(url) !== undefined);
}

test("of too many pages the one that was read first is forgotten", () => {
  const memory = pageMemory({ pages: 2, characters: 10_000 });
  for (const url of URLS) memory.remember(url, page([url]));
  assert.deepEqual(remembered(memory), ["three", "four"]);
  assert.deepEqual(memory.recall("four")?.items, ["four"]);
});

test("of too long pages as many are forgotten as make room, at the most all", () => {
  const memory = pageMemory({ pages: 100, characters: 1_000 });
  for (const url of ["one", "two", "three"]) memory.remember(url, page(["x".repeat(200)]));
  memory.remember("four", page(["x".repeat(500)]));
  assert.deepEqual(remembered(memory), ["three", "four"]);
  memory.remember("one", page(["x".repeat(2_000)]));
  assert.deepEqual(remembered(memory), []);
  memory.remember("two", page([]));
  assert.deepEqual(remembered(memory), ["two"]);
});

test("pages behind the end of a list that has become shorter are forgotten", () => {
  const memory = pageMemory();
  memory.remember("one", page([1], "two"));
  memory.remember("two", page([2], "three"));
  memory.remember("three", page([3]));
  memory.remember("four", page([4]));
  memory.remember("one", page([5], "two"));
  assert.deepEqual(remembered(memory), URLS);
  memory.remember("one", page([6]));
  assert.deepEqual(remembered(memory), ["one", "four"]);
});

test("links that lead in a circle end", () => {
  const memory = pageMemory();
  memory.remember("one", page([1], "two"));
  memory.remember("two", page([2], "one"));
  memory.remember("one", page([3]));
  assert.deepEqual(remembered(memory), ["one"]);
});
