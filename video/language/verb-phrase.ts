import nlp from "compromise/two";
import { DENIES } from "./pull-english.ts";
import { nounPhrases } from "./noun-phrases.ts";

const LEAD =
  /^(?:(?:first|then|next|now|finally|lastly|also|please|todo|action|tip|note|step \d+)\b[,:.]?\s+)+/i;
/** Without it one would be told to do something else. */
const CONDITION =
  /\b(?:only|unless|if|except|but|until|till|instead|rather|when|while|once there|or)\b/i;
const PARTICLE = /^\s+(?:off|on|up|down|out|over|away|back)\b(?!\s\w)/;

/** What a sentence bids to do, and with what: "Then take out the ashes at night" → "take out the ashes"; null where it bids nothing, or not always. */
export function verbPhraseOf(sentence: string): string | null {
  const bare = sentence.replace(LEAD, "");
  const verb = imperativeOf(bare);
  if (verb === null || DENIES.test(bare)) return null;
  const object = nounPhrases(bare).find(({ start }) => start > verb.length);
  if (!object) return null;
  const between = bare.slice(verb.length, object.start).trim();
  if (!/^(?:|out|up|down|off|in|on|over|back|away)$/.test(between)) return null;
  const end = object.start + object.text.length;
  const rest = bare.slice(end);
  if (CONDITION.test(rest) || /^\s+(?:of|that|which|who)\b|^[-/]/.test(rest)) return null;
  return bare.slice(0, end) + (PARTICLE.exec(rest)?.[0] ?? "");
}

/** Whether it begins with what is to be done. */
export function isBidding(sentence: string): boolean {
  return imperativeOf(sentence.replace(LEAD, "")) !== null;
}

function imperativeOf(bare: string): string | null {
  const [sentence] = nlp(bare).json() as readonly { readonly terms: readonly Term[] }[];
  const first = sentence?.terms[0];
  if (!first?.tags.includes("Infinitive") || first.tags.includes("Noun")) return null;
  return bare.startsWith(first.text) ? first.text : null;
}

interface Term {
  readonly text: string;
  readonly tags: readonly string[];
}
