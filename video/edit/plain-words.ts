import { COMPLAINTS } from "./complaints.ts";
import { DISLIKED, THING } from "./signs.ts";
import { WISH_FORMS } from "./wish-forms.ts";

/**
 * A clause in the plain words that wishes are read from. Much is asked for by a "no" ("don't show
 * captions") or a complaint ("not loud enough", 長すぎ): once these are said plainly, any "not" that
 * is left is one that refuses.
 */
export function plainly(clause: string): string {
  let said = clause.toLowerCase();
  for (const [pattern, words] of SPELLINGS) said = said.replaceAll(pattern, words);
  for (const [pattern, change] of COMPLAINTS) {
    said = said.replaceAll(pattern, ` ${DISLIKED} ${change} `);
  }
  said = said.replaceAll(REASON, "");
  for (const [pattern, words] of WISH_FORMS) said = said.replaceAll(pattern, words);
  return said.replaceAll(/ {2,}/g, " ").trim();
}

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/’/g, "'"],
  // What is not wanted, see `clauses.ts`; emphasis; whom it is said to.
  [/\uE006\d+\uE007|\*+|(?<!\w)_+|_+(?!\w)|(?<!\w)@[\w-]+/g, ""],
  [/\b(do|does|did|is|are|was|were|should|would|could|ca|wo|have|has)nt\b/g, "$1n't"],
  [/\bpl[sz]\b/g, "please"],
  [/\bu\b/g, "you"],
  [/てみて/g, "て"],
  [/^(?:やっぱり?|やはり)、?/g, ""],
  [
    /\b(?:in my (?:opinion|view)|in general|on the whole|at the moment|for (?:me|us|now)|of course|by the way|while (?:you|we)'re at it)\b/g,
    "",
  ],
  [/^(?:everything|all)(?: else)? is \w+,? except (?:that )?/g, ""],
];

/** Only says why, or than what. */
const REASON = new RegExp(
  String.raw`\s(?:than|because|since|so that|so (?:i|we|you|people|one|it)|in order|to (?:hear|match|fit|give)|compared|over(?= the (?:${THING}))|to be honest|if possible)\b.*$|(?:${THING}|\uE002\d+\uE003)(?:より|[にと]比べて)(?!も?\s*(?:あと|まえ|うしろ|[後前先]))[もは]?`,
  "g",
);
