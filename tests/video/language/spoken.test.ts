import assert from "node:assert/strict";
import { test } from "node:test";
import { spoken } from "../../../video/language/spoken.ts";

const ENGLISH: Record<string, string> = {
  "Version 1.4 is out": "Version one point four is out.",
  "Use v2.0 now.": "Use version two point zero now.",
  "SQLite 3.46.0 is here.": "SQLite three point forty-six point zero is here.",
  "Node 22.18 runs it.": "Node twenty-two point eighteen runs it.",
  "It takes 1.4 seconds.": "It takes one point four seconds.",
  "It takes 1 s, not 10ms.": "It takes one second, not 10 milliseconds.",
  "40% faster": "40 percent faster.",
  "1,234 files at 30 fps": "1,234 files at 30 frames per second.",
  "It costs $40, or €1.5M.": "It costs 40 dollars, or one point five million euros.",
  "See https://www.example.org/start/.": "See example dot org slash start.",
  "See www.example.se for more.": "See www dot example dot se for more.",
  "Mail me@example.org now.": "Mail me at example dot org now.",
  "Pass --json or -v here.": "Pass dash dash json or dash v here.",
  "e.g. this, i.e. that, etc.": "for example this, that is that, and so on.",
  "A vs. B": "A versus B.",
  "Tea & milk → happiness": "Tea and milk to happiness.",
  "On 2026-09-30 it ends.": "On September 30, 2026 it ends.",
  "C++ and Node.js, 24/7": "C plus plus and Node JS, twenty-four seven.",
  "Between 10–20 °C": "Between 10 to 20 degrees Celsius.",
  "About ~3x as many": "About about 3 times as many.",
  "Use `code` and snake_case": "Use code and snake case.",
  "Encoded as H.264 in 1080p30": "Encoded as H 264 in 1080p at 30 frames per second.",
  "HTTP/3 in tsconfig.json": "HTTP 3 in tsconfig dot json.",
  "Wait — what?": "Wait, what?",
  "At 60k or −5 °C": "At 60 thousand or minus 5 degrees Celsius.",
};

for (const [written, said] of Object.entries(ENGLISH)) {
  test(`"${written}" is said "${said}"`, () => assert.equal(spoken(written, "en"), said));
}

const JAPANESE: Record<string, string> = {
  "1.4秒で起動します": "1点4秒で起動します。",
  "40%速くなりました。": "40パーセント速くなりました。",
  "v2.0を公開": "バージョン2点0を公開。",
  "1,234件を処理": "1234件を処理。",
  "https://example.org/startをご覧ください。": "exampleドットorgスラッシュstartをご覧ください。",
  "--jsonをつける": "ハイフンハイフンjsonをつける。",
  "2026-09-30に終了": "2026年9月30日に終了。",
  "１０ms で 30fps": "10ミリ秒 で 30フレーム毎秒。",
  "70〜80℃": "70から80度。",
  "3xの速さ": "3倍の速さ。",
  $5かかる: "5ドルかかる。",
};

for (const [written, said] of Object.entries(JAPANESE)) {
  test(`「${written}」は「${said}」と読む`, () => assert.equal(spoken(written, "ja"), said));
}

test("other languages are spoken as they are written", () => {
  assert.equal(spoken("Es kostet 40 %", "other"), "Es kostet 40 %.");
});
