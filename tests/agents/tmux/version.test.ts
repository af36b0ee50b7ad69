import assert from "node:assert/strict";
import { test } from "node:test";
import { parseVersion, suitability } from "../../../agents/tmux/version.ts";

test("tmux's words for its version are read, those without a number are taken for newest", () => {
  const versions = {
    "tmux 1.8": "too old",
    "tmux 3.1c": "too old",
    "tmux 3.2": "faulty",
    "tmux 3.3a": "faulty",
    "tmux next-3.5": "faulty",
    "tmux 3.6": "sound",
    "tmux 3.10": "sound",
    "tmux 4.0-rc": "sound",
    "tmux master": "sound",
    "tmux openbsd-7.4": "sound",
  };
  for (const [words, expected] of Object.entries(versions)) {
    assert.equal(suitability(parseVersion(words)), expected, words);
  }
});
