/** What people complain of, and the change that would mend it. */

const NOT = String.raw`(?:\bnot|n't)\s+(?:\w+\s+)?`;
/** 長すぎる, but neither 長すぎた nor 長すぎません. */
const TOO = "(?:すぎ|過ぎ)(?:る|ます|です|(?=て|$))";

export const COMPLAINTS: readonly (readonly [RegExp, string])[] = [
  [anyOf(`${NOT}(?:loud|audible) enough\\b`, "too (?:quiet|soft|faint|low)\\b"), "louder"],
  [anyOf("inaudible\\b", "(?:hard|difficult) to hear\\b"), "louder"],
  [
    anyOf(
      "(?:(?:i|we|you|one) )?(?:can't|cannot|can not|(?:can )?(?:hardly|barely))(?: really)? hear\\b",
    ),
    "louder",
  ],
  [anyOf(`${NOT}(?:quiet|soft) enough\\b`, "too (?:loud|noisy(?! grain))\\b"), "quieter"],
  [anyOf(`${NOT}(?:short|quick|fast) enough\\b`, "too (?:long|slow)\\b"), "shorter"],
  [anyOf(`${NOT}(?:long|slow) enough\\b`, "too (?:short|fast|quick|brief)\\b"), "longer"],
  [anyOf("too (?:much|strong|heavy|intense)\\b"), "less"],
  [anyOf("too grainy\\b"), "less grain"],
  [anyOf(`${NOT}(?:strong )?enough\\b`, "too (?:little|weak)\\b"), "more"],
  [/聞こえ(?:ない|ません|にくい|づらい)|聞き取(?:れない|れません|りにくい|りづらい)/g, "louder"],
  [new RegExp(`(?:小さ|静か)${TOO}`, "g"), "louder"],
  [new RegExp(`うるさい|(?:大き|騒がし|うるさ)${TOO}`, "g"), "quieter"],
  [new RegExp(`(?:長|遅)${TOO}`, "g"), "shorter"],
  [new RegExp(`(?:短|速|早)${TOO}`, "g"), "longer"],
  [new RegExp(`(?:強|多|濃)${TOO}`, "g"), "less"],
  [new RegExp(`足りない|足りません|(?:弱|薄|少な)${TOO}`, "g"), "more"],
];

function anyOf(...patterns: readonly string[]): RegExp {
  const sources = patterns.map((each) => (each.startsWith(NOT) ? each : `\\b${each}`));
  return new RegExp(sources.join("|"), "g");
}
