import { CONNECTOR, CONNECTOR_JA, DANGLING } from "./words.ts";
import { isAbbreviated } from "./abbreviations.ts";
import type { Tongue } from "./detect.ts";

/**
 * Shorter ways to say a sentence, made only by leaving out: brackets, connectives, side clauses.
 * What would change the meaning (if, unless, but, not, only …) is never left out; `code` is never cut.
 */
export function shorterForms(
  sentence: string,
  tongue: Tongue,
  code: readonly string[] = [],
): string[] {
  if (sentence.length > LONGEST_CUT) return [sentence];
  const forms =
    tongue === "ja" ? japaneseForms(sentence) : tongue === "en" ? englishForms(sentence) : [];
  const plain = withoutBrackets(sentence);
  const unique = new Set([sentence, plain, ...forms].filter((form) => form.length > 0));
  return [...unique]
    .filter((form) => form.length <= sentence.length && !code.some((span) => endsIn(form, span)))
    .toSorted(longestFirst);
}

/** "Remove the line runs-on.", where `runs-on: legacy` is one. */
function endsIn(form: string, span: string): boolean {
  if (form.includes(span)) return false;
  const bare = form.replace(/[.!?。]+$/u, "");
  const starts = Array.from({ length: span.length }, (_, at) => span.slice(0, at));
  return starts.some(
    (start) => start !== "" && !/\w/.test(span[start.length] ?? "") && bare.endsWith(start),
  );
}

/** Longer ones are broken text, not sentences. */
const LONGEST_CUT = 600;

const longestFirst = (a: string, b: string): number => b.length - a.length;

/** A bracketed aside goes; one that holds the sentence's only content stays. */
export function withoutBrackets(text: string): string {
  const plain = text
    // Brackets that a name ends in belong to it: "drain()", "cron(8)".
    .replaceAll(/(?:\s+|(?<!\w))\([^()]*\)|（[^（）]*）/g, "")
    .replaceAll(/\s[—–]\s[^—–]+\s[—–]\s/g, " ")
    .trim();
  return /[\p{L}\p{N}]/u.test(plain) ? plain : text;
}

/** Without "However," and its like, and with a capital again. */
export function withoutConnector(text: string, tongue: Tongue): string {
  if (tongue === "ja") return text.replace(CONNECTOR_JA, "");
  if (tongue !== "en") return text;
  const rest = text.replace(CONNECTOR, "");
  return rest.length > 0 && rest !== text ? capitalized(rest) : text;
}

/** First letter large, unless the word is a name written small (`npm-cli`, `iPhone`, `drain()`) or shortened (`z. B.`). */
export function capitalized(text: string): string {
  const first = /^[\p{L}][^\s]*/u.exec(text)?.[0] ?? "";
  if (/^\p{L}\.$/u.test(first)) return text;
  if (/[\p{Lu}\d_./(-]/u.test(first.slice(1).replace(/[.,:;!?]+$/, ""))) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const TAIL =
  /\s*(?:;|\s[—–-]|:)\s|,\s(?=(?:which|who|where|while|whereas|because|since|so|as|making|allowing|including|such as|like|especially|thanks to|using|meaning|and|yet|plus|then)\s)|\s(?=(?:because|so that|in order to)\s)/g;
const LEADING_CLAUSE =
  /^((?:just|not|even|only|so|as soon|as long) (?=(?:as|if|when|though|until|because|after|before)\b)|when|if|while|although|though|after|before|as|since|because|once|unless|until|to|in|on|at|with|without|by|for|from|during|under|over|today|now|here|whenever|wherever|instead|given|considering|despite|whether)\b/i;

function englishForms(sentence: string): string[] {
  const plain = withoutConnector(withoutBrackets(sentence), "en");
  const end = /[.!?]["'”’)]*$/.exec(plain)?.[0] ?? "";
  const body = end ? plain.slice(0, -end.length) : plain;
  const forms = [plain];
  for (const cut of body.matchAll(TAIL)) {
    const head = body.slice(0, cut.index).trimEnd();
    const tail = body.slice(cut.index + cut[0].length);
    const aside = asideIn(cut[0] + tail);
    if (aside !== null) forms.push(`${head} ${aside}${end || "."}`);
    else if (canStandAlone(head, tail)) forms.push(head + (end.startsWith("?") ? "?" : "."));
  }
  return forms;
}

const ASIDE = /^,\s(?:which|who|where|including|such as|like|especially|using)\s[^,]+,\s(.+)$/;

/** "The flow, which is new, works": what follows an enclosed aside, null when there is none. */
function asideIn(text: string): string | null {
  const rest = ASIDE.exec(text)?.[1];
  if (rest === undefined || /^(?:and|or|but|so|which|who|because)\b/.test(rest)) return null;
  return rest;
}

function canStandAlone(head: string, tail: string): boolean {
  const words = head.split(/\s+/);
  if (words.length < 3 || DANGLING.has((words.at(-1) ?? "").toLowerCase())) return false;
  if (unbalanced(head)) return false;
  const firstComma = head.search(/,\s/);
  if (LEADING_CLAUSE.test(head) && (firstComma < 0 || head.length - firstComma < 15)) return false;
  // "Ask, and you get": the first half is no statement of its own.
  if (/^and\s/.test(tail) && words.length < 5) return false;
  // ", and" after another comma is the end of a list, not a second clause.
  if (/^and\s/.test(tail) && firstComma >= 0 && !LEADING_CLAUSE.test(head)) return false;
  return !/^(?:and not|so far|as (?:long|far|soon|if))\b/.test(tail);
}

function unbalanced(text: string): boolean {
  const count = (pattern: RegExp): number => (text.match(pattern) ?? []).length;
  return (
    count(/[([“「（]/g) !== count(/[)\]”」）]/g) || count(/"/g) % 2 === 1 || count(/`/g) % 2 === 1
  );
}

/** Middle clauses that only accompany the main one; conditions and contrasts are not among them. */
const ACCOMPANYING =
  /(?:して|って|いて|んで|えて|けて|せて|べて|めて|れて|きて|ちて|し|ため|ので|から|つつ|ながら|使い|行い|ことで)$/;
const JOINED_JA =
  /^(?:又は|または|及び|および|並びに|ならびに|且つ|かつ|あるいは|若しくは|もしくは)/;
const TOPIC = /(?:は|では|には|も|が)$/;

/** Japanese says the main thing last: what stays is the topic, the conditions and the end. */
function japaneseForms(sentence: string): string[] {
  const plain = withoutConnector(withoutBrackets(sentence), "ja");
  const segments = splitOutsideQuotes(plain);
  const forms = [plain];
  let kept = segments;
  for (const [index, segment] of segments.entries()) {
    if (!onlyAccompanies(segments, index)) continue;
    kept = kept.filter((one) => one !== segment);
    const last = segments.at(-1) ?? "";
    if (kept.length > 0 && last.length >= 6) forms.push(kept.join("、"));
  }
  return forms;
}

/** It may go, and what is left says the same. */
function onlyAccompanies(segments: readonly string[], index: number): boolean {
  const segment = segments[index] ?? "";
  if (index === segments.length - 1 || TOPIC.test(segment) || !ACCOMPANYING.test(segment))
    return false;
  // 「祝い、感謝し、又は記念する」 is one list.
  if (JOINED_JA.test(segments[index + 1] ?? "")) return false;
  // A clause with a subject of its own is told for its own sake.
  if (/[^で]は|が(?!ら)/.test(segment)) return false;
  return !FIRST_JA.test(segment) && !isUnderDenial(segment, segments.at(-1) ?? "");
}

/** What is to be done before all else. */
const FIRST_JA = /^(?:まず|最初に|はじめに|初めに|先に|いったん)/;

/** 「傘を開いて、乗らないでください」 forbids both together, and not to get on. */
function isUnderDenial(segment: string, last: string): boolean {
  return (
    /[てで]$/.test(segment) && /(?:ません|ない(?:で(?:ください|下さい))?|禁止です)。?$/.test(last)
  );
}

function splitOutsideQuotes(sentence: string): string[] {
  return sentence.split(/、(?![^「]*」)/);
}

const JOINTS: Readonly<Record<Tongue, RegExp>> = {
  en: /(?<=[.!?;:])\s+|,?\s(?=(?:and|but|so)\s)|,\s(?!\d{4}\b)/g,
  ja: /(?<=[。！？])|(?<=、)/g,
  other: /(?<=[.!?;:,])\s+/g,
};

/** Between a pair of dashes. */
function isAside(head: string, rest: string): boolean {
  const dashes = (head.match(/\s[—–](?=\s|$)/g) ?? []).length;
  return dashes % 2 === 1 && /(?:^|\s)[—–]\s/.test(rest);
}

/** A long line as a head and what follows it, parted where a sentence or clause ends; null without such a place. */
export function inTwo(text: string, tongue: Tongue): readonly [head: string, rest: string | null] {
  const [least, most] = tongue === "ja" ? [6, 30] : [16, 64];
  const isEnd = (at: number): boolean => /[.!?;:。！？]/.test(text[at - 1] ?? "");
  const places = [...text.matchAll(JOINTS[tongue])].filter(({ index, 0: { length } }) => {
    const [head, rest] = [text.slice(0, index), text.slice(index + length)];
    if (head.endsWith(".") && isAbbreviated(head, text.slice(index))) return false;
    const words = rest.split(/\s+/);
    const stands = tongue === "ja" ? rest.length >= 6 : words.length >= 3;
    const isWhole = !unbalanced(head) && !isAside(head, rest);
    return index >= least && index <= (isEnd(index) ? 88 : most) && stands && isWhole;
  });
  // After ", and" a clause of its own begins; a bare "and" may join two words.
  const place =
    places.findLast(({ index }) => isEnd(index)) ??
    places.findLast(
      ({ index, 0: joint }) => joint === ", " && /^(?:and|but|so)\s/.test(text.slice(index + 2)),
    ) ??
    places.at(-1);
  if (!place) return [text, null];
  const rest = text.slice(place.index + place[0].length).replace(/^(?:and|so)\s+/i, "");
  return [text.slice(0, place.index), capitalized(rest)];
}
