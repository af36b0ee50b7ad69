import assert from "node:assert/strict";
import { test } from "node:test";
import { readWishes } from "../../../video/edit/read-wishes.ts";
import type { Wish } from "../../../video/edit/wish.ts";
import { ENGLISH } from "./said/english.ts";
import { JAPANESE } from "./said/japanese.ts";
import { MISREAD } from "./said/misread.ts";

for (const [text, ...wishes] of [...ENGLISH, ...JAPANESE, ...MISREAD]) {
  test(`"${text}" asks for ${wishes.join(", ") || "nothing that we know"}`, () => {
    const reading = readWishes(text);
    assert.deepEqual(reading.wishes.map(inShort), wishes);
    if (wishes.length === 0) assert.notDeepEqual(reading.unclear, []);
  });
}

function inShort(wish: Wish): string {
  switch (wish.kind) {
    case "length":
      return `${wish.shot} ${wish.change}${wish.seconds === null ? "" : ` ${wish.seconds}s`}`;
    case "sound":
      return `${wish.role} ${wish.change}`;
    case "captions":
      return `captions ${wish.shown ? "on" : "off"}`;
    case "text":
      return `text ${wish.shot ?? "everywhere"} ${wish.from}→${wish.to}`;
    case "texture":
      return `${wish.type} ${wish.change}`;
    case "camera":
    case "framing":
    case "transition":
      return `${wish.shot} ${wish.to}`;
  }
}
