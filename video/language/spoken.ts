import type { Tongue } from "./detect.ts";
import { spokenEnglish } from "./spoken-english.ts";
import { spokenJapanese } from "./spoken-japanese.ts";

/** A written sentence as a voice should say it, with an end mark. */
export function spoken(sentence: string, tongue: Tongue): string {
  const said =
    tongue === "ja"
      ? spokenJapanese(sentence)
      : tongue === "en"
        ? spokenEnglish(sentence)
        : sentence.trim();
  return withEnd(said, tongue);
}

function withEnd(text: string, tongue: Tongue): string {
  if (/[.!?。！？]["'”’)」』]*$/.test(text)) return text;
  const bare = text.replace(/[\s:;,、：；・–—-]+$/, "");
  return bare === "" ? "" : bare + (tongue === "ja" ? "。" : ".");
}
