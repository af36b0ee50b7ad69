import nlp from "compromise/two";

/** Words that nobody says but in code, and numbers of versions. */
export const CODE =
  /^(?:[A-Za-z_$][\w$]*[a-z][A-Z][\w$]*|[a-z][A-Z][\w$]*|[\w-]+\.[a-z]\w+|\w+_\w+|v?\d+\.\d+\.\d+)$/;

/** A noun with what describes it. */
export interface NounPhrase {
  readonly text: string;
  /** A verb follows it. */
  readonly isSubject: boolean;
  /** One common noun with nothing beside it, not even an article: "errors", "water". */
  readonly isBare: boolean;
  /** Inside quotation marks. */
  readonly isQuoted: boolean;
  readonly start: number;
  /** With what its relative clause tells of it, when the sentence ends there: "branches that cross or rub". */
  readonly told: string | null;
  /** More with more words; of equals the later, which is what is new. */
  readonly worth: number;
}

interface Term {
  readonly text: string;
  readonly tags: readonly string[];
  readonly post: string;
  readonly offset: { readonly start: number; readonly length: number };
}

/** The noun phrases of an English sentence, in its order. */
export function nounPhrases(sentence: string): NounPhrase[] {
  const parts = nlp(sentence).json({ offset: true }) as readonly {
    readonly terms: readonly Term[];
  }[];
  const terms = parts.flatMap((part) => part.terms);
  const phrases: NounPhrase[] = [];
  for (let from = 0; from < terms.length; from += 1) {
    // "Branches that cross": the parser takes what is told of them for another noun.
    if (isRelative(terms, from)) {
      from += 1;
      continue;
    }
    const to = endOf(terms, from);
    if (to === from) continue;
    phrases.push(phraseOf(sentence, terms, from, isVerbAtEnd(terms, from, to) ? to - 1 : to));
    from = to - 1;
  }
  return phrases;
}

const is = (term: Term | undefined, ...tags: readonly string[]): boolean =>
  term !== undefined && tags.some((tag) => term.tags.includes(tag));

const isNoun = (term: Term | undefined): boolean =>
  term !== undefined && ((is(term, "Noun") && !is(term, "Pronoun")) || CODE.test(term.text));

/** "Who", "which" or "that" directly behind a noun. */
function isRelative(terms: readonly Term[], at: number): boolean {
  const [before, term] = [terms[at - 1], terms[at]];
  return (
    /^(?:that|which|who)$/.test(term?.text ?? "") && before?.post === " " && isNounAt(terms, at - 1)
  );
}

/** "Take out branches that cross": what stands before a relative clause is no verb. */
function isNounAt(terms: readonly Term[], at: number): boolean {
  const [before, term, next] = [terms[at - 1], terms[at], terms[at + 1]];
  if (isNoun(term)) return true;
  const isLed = is(before, "Particle", "Preposition") && /[^s]s$/.test(term?.text ?? "");
  return isLed && /^(?:that|which|who)$/.test(next?.text ?? "");
}

/** Behind the last word of a noun with what describes it; where it began when there is none. */
function endOf(terms: readonly Term[], from: number): number {
  let at = from;
  const goesOn = (): boolean => at === from || /^[\s-]*$/.test(terms[at - 1]?.post ?? "");
  if (is(terms[at], "Determiner")) at += 1;
  while (goesOn() && (isDescribing(terms[at]) || isDone(terms, at))) at += 1;
  const noun = at;
  while (goesOn() && (isNounAt(terms, at) || (at > noun && isNameOn(terms[at - 1], terms[at])))) {
    at += 1;
  }
  if (at === noun) return from;
  if (goesOn() && terms[at]?.text === "of") {
    const behind = endOf(terms, at + 1);
    if (behind > at + 1) return behind;
  }
  return at;
}

/** "Whose" and "what kind of" before a noun. */
function isDescribing(term: Term | undefined): boolean {
  return is(term, "Possessive") || (is(term, "Adjective", "Value") && !isNoun(term));
}

/** "The sliced garlic": what was done to it describes it. */
function isDone(terms: readonly Term[], at: number): boolean {
  const isBetween = is(terms[at - 1], "Determiner") && isNoun(terms[at + 1]);
  return isBetween && is(terms[at], "PastTense") && terms[at]?.post === " ";
}

/** The second half of "well-house", the number of "Python 2". */
function isNameOn(before: Term | undefined, term: Term | undefined): boolean {
  if (before?.post === "-") return term !== undefined;
  return /^\p{Lu}/u.test(before?.text ?? "") && /^\d[\d.]*$/.test(term?.text ?? "");
}

/** "This document describes the …" is no phrase of three nouns. */
function isVerbAtEnd(terms: readonly Term[], from: number, to: number): boolean {
  const last = terms[to - 1];
  const isTwo = to - from >= 2 && isNoun(terms[to - 2]) && isNoun(last);
  const isPlural = isTwo && /[^s]s$/.test(last?.text ?? "");
  return isPlural && last?.post === " " && is(terms[to], "Determiner", "Possessive");
}

function phraseOf(sentence: string, terms: readonly Term[], from: number, to: number): NounPhrase {
  const [first, last, next] = [terms[from], terms[to - 1], terms[to]];
  const start = first?.offset.start ?? 0;
  const text = sentence.slice(start, (last?.offset.start ?? 0) + (last?.offset.length ?? 0));
  const before = terms[from - 1];
  const isHeld = before?.text !== "which" && is(before, "Preposition", "Verb", "Negative");
  const post = last?.post ?? "";
  const isVerb = is(next, "Verb") || isVerbAtEnd(terms, from, to + 1);
  const isTold = isVerb && !is(next, "Gerund") && /^\s*$/.test(post);
  const isWhose = from === 0 && /^,? (?:who|which|that)$/.test(post + (next?.text ?? ""));
  const bare = text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, "");
  return {
    text: bare,
    isBare: !/\s/.test(bare) && !/\p{Lu}|\d/u.test(bare.slice(1)) && !is(first, "ProperNoun"),
    isSubject: (isTold || isWhose) && !isHeld,
    isQuoted: (sentence.slice(0, start).match(/["“”]/g)?.length ?? 0) % 2 === 1,
    start,
    told: toldBehind(sentence.slice(start), bare),
    worth: Math.min(3, to - from) + (start / sentence.length) * 0.6,
  };
}

/** "The idea that we …" tells what the idea is; that is a sentence of its own. */
function toldBehind(rest: string, phrase: string): string | null {
  const whole =
    /^(.+? (?:that|which|who) (?!(?:an?|the|this|these|those|i|we|you|they|he|she|it|there|our|your|their|its)\b)[^,;:()—–"“”]+?)[\s.!?]*$/i.exec(
      rest,
    )?.[1];
  const isOwn = whole !== undefined && /^ (?:that|which|who) /.test(rest.slice(phrase.length));
  return isOwn ? whole : null;
}
