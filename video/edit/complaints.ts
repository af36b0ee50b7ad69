/** What people complain of, and the change that would mend it. */

const NOT = String.raw`(?:\bnot|n't)\s+(?:\w+\s+)?`;
/** 長すぎる, but neither 長すぎた nor 長すぎません. */
const TOO = "(?:すぎ|過ぎ)(?:る|ます|です|(?=て|$))";

/** "Not loud enough" before "not enough". */
const BY_CHANGE: readonly (readonly [change: string, ...complaints: string[]])[] = [
  [
    "louder",
    `${NOT}(?:loud|audible) enough\\b`,
    String.raw`\b(?:too (?:quiet|soft|faint|low)|inaudible|(?:hard|difficult) to hear)\b`,
    String.raw`\b(?:(?:i|we|you|one) )?(?:can't|cannot|can not|(?:can )?(?:hardly|barely))(?: really)? hear\b`,
    "聞こえ(?:ない|ません|にくい|づらい)|聞き取(?:れない|れません|りにくい|りづらい)",
    `(?:小さ|静か)${TOO}`,
  ],
  [
    "quieter",
    `${NOT}(?:quiet|soft) enough\\b`,
    String.raw`\btoo (?:loud|noisy(?! grain))\b`,
    `うるさい|(?:大き|騒がし|うるさ)${TOO}`,
  ],
  [
    "shorter",
    `${NOT}(?:short|quick|fast) enough\\b`,
    String.raw`\btoo (?:long|slow)\b`,
    `(?:長|遅)${TOO}`,
  ],
  [
    "longer",
    `${NOT}(?:long|slow) enough\\b`,
    String.raw`\btoo (?:short|fast|quick|brief)\b`,
    `(?:短|速|早)${TOO}`,
  ],
  ["less", String.raw`\btoo (?:much|strong|heavy|intense)\b`, `(?:強|多|濃)${TOO}`],
  ["less grain", String.raw`\btoo grainy\b`],
  [
    "more",
    `${NOT}(?:strong )?enough\\b`,
    String.raw`\btoo (?:little|weak)\b`,
    `足りない|足りません|(?:弱|薄|少な)${TOO}`,
  ],
];

export const COMPLAINTS: readonly (readonly [RegExp, string])[] = BY_CHANGE.map(
  ([change, ...complaints]) => [new RegExp(complaints.join("|"), "g"), change],
);
