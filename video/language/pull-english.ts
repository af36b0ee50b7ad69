import nlp from "compromise/two";
import { capitalized } from "./clauses.ts";
import { isHalf } from "./halves.ts";
import { STOPWORDS } from "./words.ts";

/** Characters of a phrase that reads at a glance. */
const LONGEST = 46;
const SHORTEST = 8;
/** Of the sentence; what is nearly all of it is no phrase of it. */
const MOST_SHARE = 0.72;

const DESCRIBED = "#Determiner? #Possessive? #Adverb? #Adjective+ #Noun+";
const OF = "of (#Determiner|#Possessive)? #Adjective? #Noun+";
/** In compromise's match syntax: a noun with what describes it, and names in a row. */
const PHRASES = [
  DESCRIBED,
  `${DESCRIBED} ${OF}`,
  `(#Determiner|#Possessive) #Noun+ ${OF}`,
  "#Adverb? #Adjective+ and #Adjective #Noun*",
  "#Adjective to everybody",
  "#ProperNoun+ and #ProperNoun+",
  "#ProperNoun #ProperNoun+",
] as const;

/** A phrase without the word that denies it, or tells to keep away from it, would say the opposite. */
export const DENIES =
  /\b(?:not|never|no|nor|none|nothing|nobody|neither|without|cannot|unless|hardly|(?<!\ba )few)\b|n['’]t\b|\b(?:avoid|refus|reject|forbid|prevent|exclud|lack|beware)(?:e?s|e?d|e|ing)?\b|\b(?:instead of|rather than)\b|\b(?:we|they|I|has|have|had|are|were|we['’](?:re|ve))(?: \w+ly| been| being)* (?:remov|dropp|scrapp|discontinu|abandon|cancell?)(?:ed|ing)\b/i;
/** "Their own tea" tells no more than "tea". */
const OWN = /^own$/i;
/** Somebody else's words, questions and code are not taken apart. */
const UNTOUCHED = /[?"“”`/]/;
/** Two or three words in quotation marks are what the sentence is about. */
const TERM = /["“]([\p{L}\d]+(?:[ -][\p{L}\d]+){1,2})[.,]?["”]/u;
/** With its bound: "less than 3,100 miles". */
const AMOUNT =
  /(?:\b(?:(?:less|more|fewer) than|at (?:least|most)|up to|under|over|almost|nearly|about|around|roughly|approximately) )?\b\d[\d.,]*\+?(?: (?:thousand|million|billion))? [a-z]{3,}s\b/;
const CLAUSE =
  /(?:, but ([^,;:—–]+)|\bthat (?!.*\bthat\b)((?:these|this|the|those|our|we|it|they|you)\b[^,;:—–]+))$/;
/** A pronoun behind a noun begins what is told of it: "the day I remember". */
const TRAILING =
  /(?:\s+(?:I|we|you|they|he|she|it|my|your|our|their|his|her|its|myself|itself|that|who))+\W*$/i;
/** What follows belongs to the phrase: "the largest of all", "a way to do it"; or to a word that would be cut. */
const GOES_ON =
  /^(?:\s*(?:of|than)\b|\s*to\s+(?!(?:an?|the|this|that|these|those|my|your|our|their|his|her|its|us|you|them)\b)|[^\s.,;:!)—–])/i;
/** "Files and file descriptors": the second of two things, with no article of its own. */
const SECOND = /\b[a-z]+s and $/;
const LED = /^(?:an?|the|this|that|these|those|my|your|our|their|his|her|its)\b/i;
/** Empty without what they count. */
const COUNTS =
  /^(?:the |an? )?(?:many|several|some|other|same|more|such|own|far|most of|necessary|possible|different|following|certain|various|important)\b|\b(?:my|your|our|their|his|her|its|the|an?|mine|yours|ours|theirs|hers)$|^(?:last|next|this) (?:day|week|month|year|time)$/i;

/**
 * The phrase of an English sentence that may stand for it on the screen: whole in itself, as the author wrote it,
 * never with another meaning than the sentence has; null where there is none.
 */
export function pulledFromEnglish(sentence: string): string | null {
  const term = TERM.exec(sentence)?.[1];
  if (term !== undefined) return capitalized(term);
  if (UNTOUCHED.test(sentence)) return null;
  if (DENIES.test(sentence)) return clauseOf(sentence);
  const amount = AMOUNT.exec(sentence)?.[0];
  return phraseOf(sentence) ?? (amount ? capitalized(amount) : clauseOf(sentence));
}

function phraseOf(sentence: string): string | null {
  const document = nlp(sentence);
  const [best] = PHRASES.flatMap((pattern) => {
    const matches = document.match(pattern).json({ offset: true }) as readonly Match[];
    return matches.map(({ offset: { start, length } }) => phraseAt(sentence, start, length));
  })
    .filter((phrase) => isGood(phrase, sentence))
    .toSorted((a, b) => b.worth - a.worth);
  return best ? capitalized(best.text) : null;
}

/** What a sentence comes to after what it grants, or what it says that is so; all its denials are in it. */
function clauseOf(written: string): string | null {
  const sentence = written.replace(/[\s—–.!]+$/u, "");
  const [whole = "", granted, told] = CLAUSE.exec(sentence) ?? [];
  const tail = granted ?? told ?? "";
  const text = tail.replace(/[^\p{L}\p{N}%]+$/u, "");
  const head = sentence.slice(0, sentence.length - whole.length);
  const isGranted = whole.startsWith(", but");
  const isLong = text.length >= SHORTEST * 2 && contentOf(text).length >= 3;
  const isGood = isLong && text.length <= LONGEST;
  return isGood && (isGranted || !DENIES.test(head)) ? capitalized(text) : null;
}

interface Match {
  readonly offset: { readonly start: number; readonly length: number };
}

interface Phrase {
  readonly text: string;
  /** The sentence in front of it. */
  readonly before: string;
  /** The sentence behind it. */
  readonly rest: string;
  readonly worth: number;
}

function phraseAt(sentence: string, start: number, length: number): Phrase {
  const matched = sentence.slice(start, start + length).replace(/^[^\p{L}\p{N}]+/u, "");
  const text = matched.replace(TRAILING, "").replace(/[^\p{L}\p{N}%]+$/u, "");
  const at = sentence.indexOf(text, start);
  const words = Math.min(4, contentOf(text).length);
  // Of equals the later one, where English puts what is new.
  const worth = words + (at / sentence.length) * 0.6 - Math.abs(text.length - 24) * 0.03;
  const before = sentence.slice(0, at);
  return { text, before, rest: sentence.slice(at + text.length), worth };
}

function isGood({ text, before, rest }: Phrase, sentence: string): boolean {
  return (
    text.length >= SHORTEST &&
    text.length <= Math.min(LONGEST, sentence.length * MOST_SHARE) &&
    contentOf(text).length >= 2 &&
    !COUNTS.test(text) &&
    !GOES_ON.test(rest) &&
    !isHalf(before, rest) &&
    !(SECOND.test(before) && !LED.test(text))
  );
}

function contentOf(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => word.length > 1 && !OWN.test(word) && !STOPWORDS.has(word.toLowerCase()));
}
