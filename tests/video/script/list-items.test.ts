import assert from "node:assert/strict";
import { test } from "node:test";
import { itemOf } from "../../../video/script/list-items.ts";
import { filmOf } from "./films.ts";

const WHOLE: readonly (readonly [text: string, ...code: string[]])[] = [
  ["Tours of the tower at 14:30"],
  ["Cake stall opens at 12:15 sharp"],
  ["Raffle draw at 16:00 (tickets £2)"],
  ["جولات يومية في الساعة 10:00"],
  ["受付は10：30から"],
  ["Mixed in a ratio of 3:1"],
  ["Mixed 3 : 1 with water"],
  ["Open 10:00 – 14:00"],
  ["Pages 12 – 40 are new"],
  ["See https://example.org/a for more"],
  ["Pull alpine:3.20 first"],
  ["std::vector is gone"],
  [":tada: A new release"],
  ["Ready :tada: at last"],
  ["It works :-) at last"],
  ["Well-behaved children – and their parents – get a free ice cream"],
  ["Remove the line runs-on: legacy from your workflow", "runs-on: legacy"],
  ["Call git log -- file", "git log -- file"],
  ["Our motto is: never again"],
  ["Set the size to – at most – ten"],
  ["Talk to the desk (first floor: left) about it"],
  ["It rained all day. Then: sun"],
  ["雨でした。その後：晴れ"],
  ["10:30 Opening – main hall"],
];

test("times, ratios, addresses, code, emoji, asides and clauses that need their end are not split", () => {
  for (const [text, ...code] of WHOLE) {
    assert.deepEqual(itemOf(text, code), { label: text, detail: null, whole: text, code }, text);
  }
});

const SPLIT: readonly (readonly [text: string, label: string, detail: string])[] = [
  ["Bring-and-buy: please label your items", "Bring-and-buy", "please label your items"],
  [
    "Rajesh S. (Lattice Labs) – Inference at 60 fps",
    "Rajesh S. (Lattice Labs)",
    "Inference at 60 fps",
  ],
  ["Dr. Aino Virtanen — Gradual typing", "Dr. Aino Virtanen", "Gradual typing"],
  ["2022: 10", "2022", "10"],
  ["Doors: 18:30", "Doors", "18:30"],
  ["Mon – Fri: 9:00–18:00", "Mon – Fri", "9:00–18:00"],
  ["静か：モーターがない", "静か", "モーターがない"],
  ["駐車場:4台", "駐車場", "4台"],
  ["Coût total : 6,4 M€", "Coût total", "6,4 M€"],
  ["Note: red – or blue – is fine", "Note", "red – or blue – is fine"],
];

test("a short label is parted from what tells of it", () => {
  for (const [whole, label, detail] of SPLIT) {
    assert.deepEqual(itemOf(whole), { label, detail, whole, code: [] }, whole);
  }
});

test("a film shows and says items with times, asides and code as they are written", () => {
  const film = filmOf(
    "---\nduration: 40\n---\n# Fete\n\nCome to the fete.\n\n- Tours of the tower at 14:30\n- Children – and their parents – get a free ice cream from us\n- Remove the line `runs-on: legacy` from it\n\nSee you there.",
  );
  const list = film.script.beats.find(({ text }) => text.template === "list");
  assert.ok(list?.text.template === "list");
  const rows = list.text.items.map(({ text, detail }) => `${text}${detail ? ` / ${detail}` : ""}`);
  assert.equal(rows[0], "Tours of the tower at 14:30");
  assert.doesNotMatch(rows[1] ?? "", /\/|–$/);
  assert.equal(rows[2], "Remove the line runs-on: legacy from it");
  for (const said of list.audio.narration)
    assert.doesNotMatch(said, /runs-on(?!: legacy)| 14(?!:30)/);
});
