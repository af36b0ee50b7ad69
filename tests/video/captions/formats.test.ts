import assert from "node:assert/strict";
import { test } from "node:test";
import { toSrt } from "../../../video/captions/srt.ts";
import { toVtt } from "../../../video/captions/vtt.ts";

const CUES = [
  { start: 0, end: 45, lines: ["Tom & Jerry", "<run>"] },
  { start: 30 * 3661, end: 30 * 3662 + 1, lines: ["終わり。"] },
];

test("SubRip numbers its pages and uses a comma", () => {
  assert.equal(
    toSrt(CUES, 30),
    "1\n00:00:00,000 --> 00:00:01,500\nTom & Jerry\n<run>\n\n2\n01:01:01,000 --> 01:01:02,033\n終わり。\n",
  );
});

test("WebVTT escapes markup and uses a full stop", () => {
  assert.equal(
    toVtt(CUES, 30),
    "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nTom &amp; Jerry\n&lt;run&gt;\n\n01:01:01.000 --> 01:01:02.033\n終わり。\n",
  );
});

test("no captions are an empty file of their format", () => {
  assert.equal(toSrt([], 30), "");
  assert.equal(toVtt([], 30), "WEBVTT\n");
});
