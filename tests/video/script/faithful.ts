import type { Brief } from "../../../video/brief/brief.ts";
import type { Beat } from "../../../video/script/script.ts";
import { visibleText } from "../../../video/script/visible-text.ts";

/** Words by which the rules join sentences of the brief; everything else must be the author's. */
const JOINING = new Set(
  "first then next finally and or for per second version the a an of to".split(" "),
);

/**
 * What a beat writes or says that its brief does not hold: words and numbers in English, runs of kanji, katakana,
 * letters and digits in Japanese, whose endings may be plainer than the author's. Empty when all of it goes back to the brief.
 */
export function inventions(beat: Beat, source: string, { language }: Brief): string[] {
  const texts = [...visibleText(beat.text), ...(beat.audio.captions ?? beat.audio.narration)];
  const given = plain(source);
  if (language === "ja") {
    const runs = texts.flatMap((text) => plain(text).replace(JOINING_JA, "").match(RUNS) ?? []);
    return runs.filter((run) => !given.includes(run));
  }
  const known = new Set([...wordsOf(given), ...JOINING]);
  return texts.flatMap((text) => wordsOf(plain(text)).filter((word) => !known.has(word)));
}

const JOINING_JA = /^(?:まず|次に|そして|最後に)、/;
const RUNS = /[\p{sc=Han}々]+|[\p{sc=Kana}ー]+|[a-z]+|\d+/gu;

function plain(text: string): string {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      // An address is shown and said without its beginning.
      .replaceAll(/https?:\/\/(?:www\.)?/g, " ")
      .replaceAll(/[*_`#|>]/g, "")
      .replaceAll(/(?<=\d),(?=\d{3})/g, "")
      .replaceAll(/(?<=\d)(?=\p{L})/gu, " ")
  );
}

const wordsOf = (text: string): string[] =>
  text.match(/[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*/gu) ?? [];
