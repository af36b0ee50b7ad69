import { displayWidth } from "../japanese/phrases.ts";
import type { Tongue } from "../language/detect.ts";
import { plainEnding } from "../language/plain-ending.ts";
import { pulledFromEnglish } from "../language/pull-english.ts";
import { pulledFromJapanese } from "../language/pull-japanese.ts";
import { topicsOfEnglish } from "../language/topic-english.ts";
import { topicsOfJapanese } from "../language/topic-japanese.ts";
import type { Scene } from "./ledger.ts";
import { visibleText } from "./visible-text.ts";

/** From this share of what is said on, a statement repeats it. */
const MOST_SHARE = 0.8;
/** Full-width characters of a statement that is long, whatever is said. */
const LONG = 28;
/** Of one that is as short as what could be taken out of it. */
const SHORTEST_WIDTH = 6;

/**
 * A statement that would write word by word what is said, or that is long, shows a phrase of it instead, large, or
 * what it is about; captions tell the rest. No two scenes of a film write the same; a sentence that is only a word
 * or two, or has no phrase left, stays whole and comes line by line with the voice.
 */
export function withPulledWords(scenes: readonly Scene[], tongue: Tongue): Scene[] {
  const others = scenes.filter(({ moment }) => moment.content.template !== "statement");
  const seen = new Set(others.flatMap(({ moment }) => visibleText(moment.content)).map(lettersOf));
  return scenes.map((scene) => {
    const { content } = scene.moment;
    if (content.template === "title") return withOtherSubtitle(scene, content, tongue);
    if (content.template !== "statement") return scene;
    const phrases = phrasesFor(content.text, scene.telling, tongue);
    const text = phrases.find((phrase) => !seen.has(lettersOf(phrase)));
    seen.add(lettersOf(text ?? content.text));
    if (text === undefined) return scene;
    return { ...scene, moment: { ...scene.moment, content: { ...content, text, emphasis: [] } } };
  });
}

type Title = Extract<Scene["moment"]["content"], { template: "title" }>;

/** Below a title a phrase of what is said, where it tells more than a word or the title itself. */
function withOtherSubtitle(scene: Scene, content: Title, tongue: Tongue): Scene {
  const { subtitle, headline } = content;
  if (subtitle === undefined) return scene;
  const said = scene.telling.map((line) => saidOf(line, tongue));
  if (!said.includes(saidOf(subtitle, tongue))) return scene;
  const phrase = phrasesFor(subtitle, scene.telling, tongue).find(
    (one) => displayWidth(one) >= LEAST_SUBTITLE && !lettersOf(headline).includes(lettersOf(one)),
  );
  if (phrase === undefined) return scene;
  const shown = { ...content, subtitle: phrase };
  return { ...scene, moment: { ...scene.moment, content: shown } };
}

/** Full-width characters. */
const LEAST_SUBTITLE = 8;

/** What may stand for a statement, the best first; nothing when it already says little of what is said. */
function phrasesFor(text: string, telling: readonly string[], tongue: Tongue): string[] {
  if (isShortest(text, tongue)) return [];
  const written = saidOf(text, tongue);
  const line = telling.find((one) => saidOf(one, tongue).includes(written));
  const said = line === undefined ? "" : saidOf(line, tongue);
  const sentence = line !== undefined && written === said ? line : text;
  const repeats = line !== undefined && written.length >= said.length * MOST_SHARE;
  const isLong = displayWidth(text) > LONG;
  return [
    ...(line !== undefined || isLong ? pulledFrom(sentence, tongue) : []),
    ...(repeats || isLong ? topicsOf(sentence, tongue) : []),
  ];
}

function isShortest(text: string, tongue: Tongue): boolean {
  return displayWidth(text) <= SHORTEST_WIDTH || (tongue === "en" && !/\s\S+\s/.test(text));
}

function pulledFrom(sentence: string, tongue: Tongue): string[] {
  if (tongue === "other") return [];
  const text = tongue === "ja" ? pulledFromJapanese(sentence) : pulledFromEnglish(sentence);
  return text === null ? [] : [text];
}

function topicsOf(sentence: string, tongue: Tongue): string[] {
  if (tongue === "other") return [];
  return tongue === "ja" ? topicsOfJapanese(sentence) : topicsOfEnglish(sentence);
}

/** What is heard of it: Japanese is written plainly and said politely. */
function saidOf(text: string, tongue: Tongue): string {
  const letters = lettersOf(text);
  return tongue === "ja" ? plainEnding(letters) : letters;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[\s\p{P}]/gu, "");
}
