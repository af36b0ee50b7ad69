import assert from "node:assert/strict";
import { test } from "node:test";
import { narrationSeconds, speechSeconds } from "../../../video/script/pace.ts";

/** Trimmed recordings of flite's rms voice at the narrator's settings, in seconds. */
const MEASURED: Record<string, number> = {
  "Kantoku is a daemon that makes films by itself.": 3,
  "Every step is a message in a queue, and every message is acknowledged, so nothing is lost when a process dies.": 6.58,
  "It runs offline without keys.": 1.82,
  "PostgreSQL 17 was released on September 26, 2024 with new memory management for vacuum.": 8.25,
  "Agents live in panes of tmux, take messages from a queue in SQLite, and answer with messages.": 6.95,
  "SQLite is the most used database engine in the world.": 4.14,
  "A single file holds the whole database.": 2.6,
  "It has no server, no configuration, and no dependencies.": 3.56,
  "You can keep it, delete it, or send it to a friend.": 3.04,
  "The watchdog restarts an agent in 150 milliseconds.": 3.91,
  "30 frames per second at 1080p.": 2.77,
  "The bakery on Market Street opens every morning at six.": 3.69,
  "Remotion draws every frame, and ffmpeg joins picture and sound into one MP4.": 6.2,
  "13 roles write, plan, record, draw, cut and measure.": 3.4,
  "JavaScript runs on more than three billion devices.": 3.23,
  "First, write a brief. Then, drop it in the folder. Finally, collect the film.": 4.75,
};

test("the English estimate meets the recordings: 5 % in all, a quarter for any one", () => {
  const entries = Object.entries(MEASURED);
  const measured = entries.reduce((sum, [, seconds]) => sum + seconds, 0);
  const estimated = entries.reduce((sum, [text]) => sum + speechSeconds(text, "en"), 0);
  assert.ok(Math.abs(estimated / measured - 1) < 0.05, `${estimated} for ${measured}`);
  for (const [text, seconds] of entries) {
    const ratio = speechSeconds(text, "en") / seconds;
    assert.ok(ratio > 0.75 && ratio < 1.27, `${ratio.toFixed(2)} ${text}`);
  }
});

test("Japanese is counted in morae, about seven a second", () => {
  assert.ok(Math.abs(speechSeconds("だれもみはるひつようはありません。", "ja") - 2.3) < 0.3);
  assert.ok(speechSeconds("誰も見張る必要はありません。", "ja") > 1.8);
  assert.equal(speechSeconds("", "ja"), 0);
});

test("two sentences take a pause more than each alone", () => {
  const one = speechSeconds("It is done.", "en");
  assert.ok(narrationSeconds(["It is done.", "It is done."], "en") > 2 * one);
});
