import nlp from "compromise/two";
import type { Item } from "./list-items.ts";
import { breaksOff, type Place, type Reading } from "./moment.ts";

/** What is numbered is a way to go: its items say what to do, or what stands above it says so. Else they are only counted. */
export function arePath(
  items: readonly Item[],
  { heading, lead }: Pick<Place, "heading" | "lead">,
  tongue: Reading["tongue"],
): boolean {
  if (tongue === "other" || WAY.test(`${heading ?? ""} ${lead ?? ""}`)) return true;
  // "Increment the:" says what to do with each of them.
  if (lead !== null && breaksOff(lead)) return true;
  const acting = items.filter(({ whole, label, detail }) =>
    tongue === "ja" ? ACTION_JA.test(detail ?? whole) || ACTION_JA.test(label) : isAction(whole),
  );
  return acting.length > items.length / 2;
}

const WAY =
  /\b(?:steps?|stages?|phases?|how to|how it works|procedure|instructions?|directions?|method|recipe|set ?up|installation|quick ?start|getting started|process|workflow|walkthrough|in order|to do)\b|手順|作り方|方法|流れ|ステップ|使い方|やり方|入れ方|いれ方|進め方|始め方|導入|段階/i;
const ACTION_JA =
  /(?:[うくすつぬむぐぶる]|ます|ません|ください|しましょう|こと|ない)[。！]?(?:[（(][^）)]*[）)])?[。]?$/;

/** "Heat the oil", "In a bowl, mix the flour", "Water the plants". */
function isAction(text: string): boolean {
  if (/^[\p{L}-]+ (?:the|an?|your|all|each|every|it|them|this|that)\b/iu.test(text)) {
    if (!NO_VERB.test(text)) return true;
  }
  const [first] = nlp(text).json() as readonly {
    readonly terms: readonly { readonly tags: readonly string[] }[];
  }[];
  const terms = first?.terms ?? [];
  return (
    terms.some(({ tags }) => tags.includes("Imperative")) ||
    (terms[0]?.tags.includes("Infinitive") ?? false)
  );
}

const NO_VERB =
  /^(?:with|in|on|at|by|for|of|to|from|not|is|are|was|were|and|or|but|no|only|all|both|half|what|who|why|when|where|if|as|than)\b/i;
