import nlp from "compromise/two";
import { capitalized } from "./clauses.ts";
import { CODE, nounPhrases, type NounPhrase } from "./noun-phrases.ts";
import { isHalf } from "./halves.ts";
import { DENIES } from "./pull-english.ts";
import { STOPWORDS } from "./words.ts";
import { isBidding, verbPhraseOf } from "./verb-phrase.ts";

/** Characters of a topic that reads at a glance. */
const LONGEST = 46;
const SHORTEST = 3;

/** They tell how often, not what about. */
const OPENING =
  /^(?:(?:although|though|in (?:many|most|some|other|all|these|such) cases|in (?:general|practice|particular|fact)|most of the time|as a rule|for (?:example|instance)|(?:todo|note|tip|hint|action|q|a):),?\s+)+/i;
/** These deny no verb: "better than never", "never is better". */
const NAMED_DENIAL = /\bthan (?:never|nothing|none)\b|^(?:never|nothing) is\b/gi;
/** "Don't run outside, and don't …": a clause that holds its denial. */
const FORBIDS = /^((?:don['’]t|do not|never)\s[^,;:—–]{3,38})(?:;|,\s+(?:and|or|nor|but)\b)/i;
/** "Types are removed, not checked": both halves, so that the denial denies what it denied. */
const RATHER = /(?:\b(?:is|are|was|were)|['’](?:s|re)) ([^,;:]{3,24}, not [^,;:]{3,24})$/i;
/** What stands there like a noun: "Now is better", "flat is better than nested". */
const BEFORE_IS =
  /^(?!(?:it|this|that|these|those|there|here|he|she|they|we|you|which|what|who|never|nothing)\b)(\w+) (?:is|are) (?:\w+ )?(?:better|worse|best|more|less|enough)\b/i;
const BEHIND_THAN =
  /(?<!\b(?:more|less|fewer|other|rather) )\bthan ((?!never|nothing|none|that|it|i|you|we|they)[a-z]+(?: [a-z]+)?)$/i;
const EITHER_WORD =
  /\b(?:is|are|was|were) (?:\w+ly |altogether )?(\w+ and (?!\w+ing\b)\w+)(?= that\b| to\b| for\b|$)/i;
/** Empty without what they count, or without what they stand for. */
const EMPTY_HEAD =
  /^(?:many|several|some|other|same|such|own|most|each|every|any|all|both|few|more|less|fewer|another|what|which|one|no|there|here)\b/i;
const EMPTY_NOUN =
  /^(?:(?:an?|the|this|that|these|those|my|your|our|their|his|her|its) )?(?:(?:necessary|possible|different|following|certain|important|own|same|other|first|last|only) )*(?:things?|ways?|lots?|kinds?|sorts?|parts?|cases?|times?|ones?|people|someone|anyone|something|anything|everything|everyone|everybody|somebody|anybody|number|rest|others?|bit|fact|place|changes?|default|example|use|day|year)$/i;
/** "By 7 a.m." tells when. */
const HOUR = /^\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.?\s?m\.?)?$/i;
/** "Any part of this universe" is about the universe. */
const PART_OF =
  /^(?:any|many|some|most|several|each|all|both|few|one|an? (?:part|number|lot|bit))\b(?: \w+)? of (?=\S)/i;
/** An amount without its bound would be another one: "less than ten euros". */
const BOUND = /\b(?:than|least|most|up to|under|over|below|above|almost|nearly|about|only)\s$/i;
/** A question has its subject behind its verb, before all else. */
const ASKS =
  /^(?:(?:why|how|when|where)\s)?(?:do|does|did|is|are|was|were|can|will|should|has|have)\b/i;
/** What is told in them is not yet the point. */
const CONDITION = /^(?:if|when|while|because|since|as|once|unless|until|after|before)\b[^,]*,/i;

/**
 * What an English sentence is about, the best first, each as it is written: its subject, else a term, else what is
 * done something to. A bare topic claims nothing; of a sentence with a denial only the subject is one, or a clause
 * that holds its denial. Other people's words are not taken apart.
 */
export function topicsOfEnglish(sentence: string): string[] {
  const whole = sentence.replace(/[\s—–.!?]+$/u, "");
  const bare = whole.replace(OPENING, "");
  const forbidden = FORBIDS.exec(bare)?.[1];
  if (forbidden !== undefined) return [capitalized(forbidden)];
  const rather = RATHER.exec(bare)?.[1];
  const isRather = rather !== undefined && !DENIES.test(rather.replace(/, not /, " "));
  const named = BEFORE_IS.exec(bare)?.[1];
  const phrases = nounPhrases(bare).filter((phrase) => !isCut(phrase, bare));
  const isDenied = DENIES.test(bare.replaceAll(NAMED_DENIAL, ""));
  const isTaken = isDenied || /["“”]/.test(bare);
  const found = [
    ...(named === undefined ? [] : [named]),
    ...(isTaken ? subjectsOf(bare, phrases) : topicsOf(bare, phrases)),
  ];
  const topics = found.map((text) => text.replace(PART_OF, ""));
  const good = topics.filter((text) => isTopic(text, whole)).map(capitalized);
  return [...new Set([...(isRather ? [capitalized(rather)] : []), ...good])].toSorted(
    (a, b) => Number(POINTS.test(a)) - Number(POINTS.test(b)),
  );
}

/** They show nothing to whom doesn't know what they point at. */
const POINTS = /^(?:this|that|these|those|(?:the )?others?|another|the same)\b/i;

/** "Less than ten euros", "Voyager 1 and 2 spacecraft", "under no circumstances". */
function isCut({ text, start }: NounPhrase, sentence: string): boolean {
  const before = sentence.slice(0, start);
  return (
    BOUND.test(before) ||
    isHalf(before, sentence.slice(start + text.length)) ||
    /\bno $/i.test(before) ||
    // "1 Jan. 2027"
    /^\.? \d{4}\b/.test(sentence.slice(start + text.length)) ||
    (/^\d/.test(text) && /\b(?:and|or|to) $/.test(before))
  );
}

/** What is forbidden has none. */
function subjectsOf(sentence: string, phrases: readonly NounPhrase[]): string[] {
  if (/^(?:don['’]t|do not|never)\b/i.test(sentence)) return [];
  return phrases
    .filter(({ isSubject, isQuoted }) => isSubject && !isQuoted)
    .map(({ text }) => text);
}

/** The subject, else what is told of "it", what is named in code, what is done something to. */
function topicsOf(sentence: string, phrases: readonly NounPhrase[]): string[] {
  const condition = CONDITION.exec(sentence)?.[0].length ?? 0;
  const words = sentence
    .split(/[\s,;:()]+/)
    .filter((word) => CODE.test(word) && !isHalfWord(word, sentence));
  const subjects = phrases.filter(({ isSubject }) => isSubject);
  const others = phrases.filter(({ isSubject }) => !isSubject);
  // Whoever bids tells why in another clause.
  const main = isBidding(sentence) ? [] : subjects.filter(({ start }) => start >= condition);
  const rest = ASKS.test(sentence) ? others : others.toSorted((a, b) => b.worth - a.worth);
  const bidden = verbPhraseOf(sentence);
  const textsOf = (some: readonly NounPhrase[]): string[] => some.map(({ text }) => text);
  return [
    ...textsOf(main.filter(({ isBare }) => !isBare)),
    ...toldOf(sentence),
    ...words,
    ...others.flatMap(({ told }) => told ?? []),
    ...textsOf(rest.filter(isDescribed)),
    ...(bidden === null ? [] : [bidden]),
    ...textsOf(main.filter(({ isBare }) => isBare)),
    ...textsOf(rest.filter((phrase) => !isDescribed(phrase))),
    ...textsOf(subjects.filter((subject) => !main.includes(subject))),
  ];
}

function isHalfWord(word: string, sentence: string): boolean {
  const at = sentence.indexOf(word);
  return isHalf(sentence.slice(0, at), sentence.slice(at + word.length));
}

/** A common noun alone is hardly a picture: "tests", "the character". */
function isDescribed({ text }: NounPhrase): boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !STOPWORDS.has(word) && !/^(?:few|many|several|own)$/.test(word));
  return words.length >= 2 || /\p{Lu}|\d/u.test(text.slice(1));
}

/** "It is fitting and proper that …", "better than right now", "I left eager to learn". */
function toldOf(sentence: string): string[] {
  const ready = nlp(sentence).match("#Adjective to #Infinitive$").text();
  const told = [EITHER_WORD, BEHIND_THAN].map((pattern) => pattern.exec(sentence)?.[1] ?? "");
  return [...told, ready].filter((text) => text !== "");
}

function isTopic(text: string, sentence: string): boolean {
  return (
    text.length >= SHORTEST &&
    text.length <= Math.min(LONGEST, sentence.length - 4) &&
    !DENIES.test(text) &&
    !EMPTY_HEAD.test(text) &&
    !HOUR.test(text) &&
    !EMPTY_NOUN.test(text)
  );
}
