import assert from "node:assert/strict";
import { test } from "node:test";
import type { Brief } from "../../../video/brief/brief.ts";
import { parseBrief } from "../../../video/brief/parse.ts";

const parse = (text: string): Brief => parseBrief(text, { file: "brief.md" });

test("the large heading is the title, whatever letterhead stands above it", () => {
  const brief = parse(
    "報道関係各位\n2026年11月10日\n株式会社みなと工房\n\n# 水で動く加湿器を発売\n\n価格は4,980円です。",
  );
  assert.equal(brief.title, "水で動く加湿器を発売");
  assert.doesNotMatch(JSON.stringify(brief.blocks), /みなと工房|各位/);
  const english = parse("Acme Ltd\nHarbour Road 2\n\n# Lamps for all\n\nThey last for years.");
  assert.equal(english.title, "Lamps for all");
  assert.doesNotMatch(JSON.stringify(english.blocks), /Harbour Road/);
});

test("sentences above the heading are told", () => {
  const brief = parse("The lamp is new. It lasts for years.\n\n# Lamps\n\nThey are sold at six.");
  assert.equal(brief.title, "Lamps");
  assert.match(JSON.stringify(brief.blocks), /lasts for years/);
});

test("the subject of a mail is its title, in a line of its own or among others", () => {
  const told = "We are moving all jobs next week. It takes an hour.";
  for (const head of [
    "Subject: Moving house\n\nHi all,",
    "From: Jo\nTo: all\nSubject: Moving house",
    "Subject: Moving house\nFrom: Jo",
  ]) {
    const brief = parse(`${head}\n\n${told}`);
    assert.equal(brief.title, "Moving house", head);
    assert.doesNotMatch(JSON.stringify(brief.blocks), /Hi all|Jo/, head);
  }
  assert.equal(parse("件名：移転のお知らせ\n\n来週、移転します。").title, "移転のお知らせ");
});

test("a title that any project has gets the name that the text gives", () => {
  assert.equal(
    parse("# Changelog\n\nAll notable changes to `queuelite` are listed here.").title,
    "queuelite Changelog",
  );
  assert.equal(parse("# Changelog\n\nAll changes to this project are listed.").title, "Changelog");
  assert.equal(
    parse("# 更新履歴\n\nみなとくんの変更点をすべて記します。").title,
    "みなとくん 更新履歴",
  );
});

test("a short line alone above plain text is its title and is not told again", () => {
  const brief = parse("How to prune a tree\n\nPrune in winter. Never prune in a hard frost.");
  assert.equal(brief.title, "How to prune a tree");
  assert.equal(brief.blocks[0]?.kind, "heading");
});
