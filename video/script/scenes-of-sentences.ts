import { strengthOf, toldSentences, type Told } from "../brief/strength.ts";
import { shorterForms } from "../language/clauses.ts";
import { figuresIn, type Figure } from "../language/figures.ts";
import { fit, headline, polish, withoutArticles } from "../language/headline.ts";
import { DANGLING, LEANING, LEANING_JA } from "../language/words.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { contrastOf } from "./contrast.ts";
import { moment, type Moment, type Place, type Reading } from "./moment.ts";

/** One moment per sentence of running text: a comparison, a figure, or a strong line. */
export function momentsOfSentences(reading: Reading, places: readonly Place[]): Moment[] {
  const told = toldSentences(reading.brief.blocks);
  return told.flatMap((sentence, index) => {
    if (/[:：]$/.test(sentence.text) || isOnlyAddress(sentence.text)) return [];
    const after = told[index + 1];
    const next = after && after.block === sentence.block ? [after.text] : [];
    return [momentOf(reading, sentence, next, places[sentence.block]?.heading ?? null)];
  });
}

function momentOf(
  reading: Reading,
  sentence: Told,
  next: readonly string[],
  heading: string | null,
): Moment {
  const { brief, tongue } = reading;
  const strength = strengthOf(sentence, brief.title, brief.language);
  const contrast = contrastOf(reading, sentence.text, next[0] ?? null, heading);
  const figure = figuresIn(sentence.text, tongue).toSorted((a, b) => b.weight - a.weight)[0];
  const shows =
    contrast?.content ??
    (figure
      ? figureScene(reading, sentence.text, figure, heading)
      : statementScene(reading, sentence));
  const forms = shorterForms(sentence.text, tongue).map((form) => [form]);
  const tellings = contrast
    ? contrast.tellings
    : figure
      ? forms.filter(([form = ""]) => form.includes(figure.value))
      : forms;
  return moment({
    order: sentence.block + sentence.index / 100,
    content: shows,
    tellings,
    owns: contrast ? contrast.owns : [sentence.text],
    sources: [sentence.span],
    weight: strength + (contrast ? 2 : figure ? figure.weight * 0.5 : 0),
    leans: sentence.index > 0 && (tongue === "ja" ? LEANING_JA : LEANING).test(sentence.text),
    next: contrast && contrast.owns.length > 1 ? [] : next,
  });
}

function isOnlyAddress(text: string): boolean {
  return /^\S*(?:https?:\/\/|www\.)\S*$/.test(text.trim());
}

/** A strong line: the sentence as a headline, its emphasised words in the accent. */
export function statementScene(
  { tongue }: Reading,
  sentence: { text: string; emphasis: readonly string[] },
): SceneContent {
  const condensed = headline(sentence.text, { tongue, max: 140, emphasis: sentence.emphasis });
  // The screen should not repeat the voice word by word.
  const isWhole = condensed.length >= sentence.text.length - 2;
  const isShort = condensed.length <= 48 && !condensed.includes(",");
  const text = isWhole && isShort && tongue === "en" ? withoutArticles(condensed) : condensed;
  const inside = sentence.emphasis.filter(
    (phrase) => text.includes(phrase) && phrase.length < text.length,
  );
  const emphasis = inside.length > 0 ? inside.slice(0, 3) : accentOf(text);
  return { template: "statement", text, emphasis };
}

/** Without the author's emphasis, a number, a name or the last strong word carries the accent. */
function accentOf(text: string): string[] {
  const figure = /\d[\d,.]*\s?(?:%|[\p{sc=Han}]{1,2})?/u.exec(text)?.[0]?.trim();
  if (figure) return [figure];
  const words = text.split(/\s+/);
  const name = words.slice(1).find((word) => /^[\p{Lu}][\p{L}\d]+$/u.test(word));
  if (name) return [name];
  const katakana = /[\p{sc=Kana}ー]{3,}|[\p{sc=Han}]{2,4}/u.exec(text)?.[0];
  if (katakana && katakana !== text) return [katakana];
  const last = words.filter((word) => word.length > 4 && !DANGLING.has(word.toLowerCase())).at(-1);
  return last && words.length > 2 ? [last.replace(/[^\p{L}\p{N}]+$/u, "")] : [];
}

/** A number that counts up; what it counts stands below it. */
export function figureScene(
  { tongue }: Reading,
  sentence: string,
  figure: Figure,
  heading: string | null,
): SceneContent {
  const unit = figure.unit.slice(0, 16);
  return {
    template: "figure",
    value: figure.value,
    ...(figure.prefix ? { prefix: figure.prefix } : {}),
    ...(unit ? { unit } : {}),
    label: figureLabel(sentence, figure, tongue),
    ...(heading ? { context: headline(heading, { tongue, max: 120 }) } : {}),
  };
}

const NO_LABEL_START =
  /^(?:of|in|on|at|by|for|to|from|with|and|or|but|per|an?|the|is|are|was|than|under|over|after|before|when|while|that|which|into|through|between|every|each|ago|later|long|old|it|they|can|will)\b/i;
const NO_LABEL_END =
  /[\s,]+(?:more than|less than|fewer than|at (?:least|most)|up to|as many as|about|around|nearly|almost|over|under|only|just|in|of|by|for|with|from|to|at|than|and|the|an?|is|are|was|has|have|had|takes?|lasts?|needs?|costs?|weighs?|holds?|uses?|every|within|after|once|some)$/i;

/** "40 % less time" → "Less time"; "The signal travels for 22 hours" → "The signal travels"; else the whole line. */
function figureLabel(sentence: string, figure: Figure, tongue: Reading["tongue"]): string {
  const whole = headline(sentence, { tongue, max: 90, ideal: tongue === "ja" ? 28 : 64 });
  if (tongue !== "en") return whole;
  const after = /^[\s-]*([^,;:.!?—–()]*)/.exec(sentence.slice(figure.end))?.[1]?.trim() ?? "";
  const words = after.split(/\s+/).filter(Boolean).length;
  if (words >= 1 && words <= 8 && after.length >= 4 && !NO_LABEL_START.test(after)) {
    return fit(polish(after, tongue), 90, tongue);
  }
  const before = beforeFigure(sentence.slice(0, figure.start));
  return before.split(/\s+/).length >= 3 ? fit(polish(before, tongue), 90, tongue) : whole;
}

function beforeFigure(text: string): string {
  let bare = text.trim();
  while (NO_LABEL_END.test(bare)) bare = bare.replace(NO_LABEL_END, "");
  return /[,;:(]/.test(bare) ? "" : bare;
}
