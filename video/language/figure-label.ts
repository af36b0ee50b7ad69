import { capitalized } from "./clauses.ts";
import type { Tongue } from "./detect.ts";
import type { Figure } from "./figures.ts";
import { fit, headline, polish } from "./headline.ts";
import { nounPhrases } from "./noun-phrases.ts";

const NO_START =
  /^(?:of|in|on|at|by|for|to|from|with|and|or|but|per|an?|the|is|are|was|than|under|over|after|before|when|while|that|which|into|through|between|every|each|ago|later|long|old|it|they|can|will|away|apart|high|wide|tall|deep|thick|left|twice|daily|now|down|up|off|so|far|yet|already|today|alone|apiece|cents?|pence|dollars?|euros?|pounds?)\b/i;
/** What ties the figure to the words before it, and adds nothing to them. */
const TIE =
  /[\s,]+(?:by|for|in|the|an?|is|are|was|has|have|had|takes?|lasts?|needs?|costs?|weighs?|holds?|uses?|only|just|some)$/i;
/** "Founded with $2 million" is not "founded", "fell to 3 %" not "fell": without its figure it would be told of something else. */
const TIED =
  /(?:\b(?:with|from|to|at|on|into|onto|of|than|and|or|every|within|after|before|once|under|over|up|as|between)|[,;:(])$/i;
/** A bound without its "less than" would say something else. */
const BOUNDED =
  /(?:\b(?:limited to|restricted to|more than|less than|fewer than|at (?:least|most)|up to|as many as|over|under|above|below|about|around|approximately|roughly|nearly|almost|within)\s|[~≈<>≤≥±(]\s?)$/i;

/** "40 % less time" → "Less time"; "The signal travels for 22 hours" → "The signal travels"; else the whole line. */
export function labelOfFigure(sentence: string, figure: Figure, tongue: Tongue): string {
  const before = sentence.slice(0, figure.start);
  const isAlone = tongue === "en" && !BOUNDED.test(before);
  const label = isAlone ? (behind(sentence.slice(figure.end), before) ?? inFront(before)) : null;
  return label === null
    ? wholeLine(sentence, figure, tongue)
    : fit(polish(label, tongue), MOST, tongue);
}

/** What the content schema allows. */
const MOST = 90;

/** In brief, unless its figure stands in what would be left out. */
function wholeLine(sentence: string, figure: Figure, tongue: Tongue): string {
  const { value } = figure;
  const brief = headline(sentence, { tongue, max: MOST, ideal: tongue === "ja" ? 28 : 64 });
  const long = polish(sentence, tongue);
  if (brief.includes(value)) return brief;
  if (long.length <= MOST) return long;
  return measured(sentence, figure, tongue) ?? ownClause(sentence, figure, tongue) ?? brief;
}

/** "… are diverted; expect delays of up to 20 minutes": the half in which the figure stands. */
function ownClause(sentence: string, { start }: Figure, tongue: Tongue): string | null {
  const parts = sentence.split(/(?<=;|\s[—–]|[。；])\s*/u);
  let at = 0;
  for (const part of parts) {
    const from = sentence.indexOf(part, at);
    at = from + part.length;
    if (parts.length > 1 && start >= from && start < at && part.length <= MOST)
      return polish(part, tongue);
  }
  return null;
}

/** "… found a Roman shipwreck 45 metres down": of a long sentence what is measured, with its measure. */
function measured(sentence: string, { start, end }: Figure, tongue: Tongue): string | null {
  if (tongue !== "en") return null;
  const before = sentence.slice(0, start).trimEnd();
  const noun = nounPhrases(before).at(-1);
  if (!noun || noun.start + noun.text.length !== before.length) return null;
  const behind = /^[^,;:.—–()]*/.exec(sentence.slice(end))?.[0] ?? "";
  const text = capitalized(sentence.slice(noun.start, end) + behind);
  return text.length <= MOST ? polish(text, tongue) : null;
}

/** "… projects and has proven itself" goes on with its own subject. */
const OWN_CLAUSE =
  /\s(?:and|but|so)\s(?:has|have|had|is|are|was|were|will|can|it|they|we|you|he|she)\b.*$/;

/** "Opening a book with 50,000 entries now takes …": what is told is told of more than what is counted. */
const VERB =
  /\s(?:(?:now|still|already|always|usually|only) )?(?:takes?|costs?|needs?|is|are|was|were|gets?|becomes?)\b/;

/** What it counts: no other figure's words, and no name of what follows. */
function behind(text: string, before: string): string | null {
  const [, found = "", next = ""] = /^[\s-]*((?:[^,;:.!?—–()→]|[.,](?=\d))*)(.?)/.exec(text) ?? [];
  const label = found.replace(OWN_CLAUSE, "").trim();
  const words = label.split(/\s+/).length;
  if (/\w\s$/.test(before) && VERB.test(label)) return null;
  const isOwn = next !== ":" && !/\d/.test(label.replaceAll(/\b(?:1[89]|20)\d{2}\b/g, ""));
  return isOwn && words <= 8 && label.length >= 4 && !NO_START.test(label) ? label : null;
}

/** "In December it" was so much. */
const POINTS = /\b(?:it|they|we|he|she|you|I|this|that|these|those|there|which|who)$/i;

/** The words of which it is told; what stands before a colon names it. */
function inFront(text: string): string | null {
  const name = /^([^,;:()]{3,40}):\s*$/.exec(text)?.[1];
  if (name !== undefined) return name;
  let label = text.trim();
  while (TIE.test(label)) label = label.replace(TIE, "");
  const isWhole = !TIED.test(label) && !POINTS.test(label) && !/[,;:()→]/.test(label);
  return isWhole && label.split(/\s+/).length >= 3 ? label : null;
}
