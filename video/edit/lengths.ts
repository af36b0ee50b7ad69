import type { Wish } from "./wish.ts";
import { onlyNamed, type Words } from "./wish-words.ts";

type LengthWish = Extract<Wish, { kind: "length" }>;

/** How long a clause wants a shot to be; null where that could be read in two ways, or is not said. */
export function lengthIn(plain: string): Pick<LengthWish, "change" | "seconds"> | null {
  const change = onlyNamed(LENGTHS, plain);
  const [seconds, ...more] = secondsIn(plain);
  if (seconds === undefined) return change && { change, seconds: null };
  if (seconds === 0 || more.length > 0) return null;
  const by = onlyNamed(LENGTHENED, plain);
  if (by) return { change: by, seconds };
  if (UNTOLD.test(plain)) return null;
  // "Shorter, 3 seconds" could be by or to 3 seconds.
  return !change || EXACTLY.test(plain) ? { change: "exact", seconds } : null;
}

export const LENGTHS: Words<"shorter" | "longer"> = [
  [
    "shorter",
    /\b(?:(?<!less )short(?:er|en(?:ing)?)?|trim(?:ming)?|tighten(?:ing)?|quicker|faster|speed(?:ing)? up|cut down)\b|短(?!すぎ)|縮め|縮ま|速く|早く/i,
  ],
  [
    "longer",
    /\b(?:(?<!less )long(?:er)?|lengthen(?:ing)?|extend(?:ing)?|slow(?:er|ing)?|stay|hold on)\b|長[くい]|長め|伸ば|延ば|ゆっくり|遅く/i,
  ],
];

const COUNTS = "a an one two three four five six seven eight nine ten".split(" ");
export const SECONDS = new RegExp(
  `(\\d{1,3}(?:\\.\\d{1,2})?|\\b(?:${COUNTS.join("|")})(?=\\s))\\s*(?:s\\b|sec\\b|secs\\b|seconds?\\b|秒)`,
  "i",
);

/** "A second" is one. */
function secondsIn(plain: string): readonly number[] {
  const counts = [...plain.matchAll(new RegExp(SECONDS.source, "gi"))].map(([, count = ""]) =>
    COUNTS.includes(count) ? Math.max(1, COUNTS.indexOf(count) - 1) : Number(count),
  );
  return [...new Set(counts)];
}

/** By how much, and not how long: "2 seconds longer", "+2 s", もう2秒長く. A dash before what is counted may be none. */
export const LENGTHENED: Words<"shorter" | "longer"> = [
  [
    "shorter",
    changed(
      "(?:cut|trim|shave|take|remove) S (?:from|off|out of)",
      "(?:S|by S) (?:short|quick|fast)er",
      "(?:short\\w*|trim|reduce) (?:N )?by S",
      "(?<=[\\s:をはに])[-\u2212–]S",
    ),
  ],
  [
    "longer",
    changed(
      "add S (?:to|on)",
      "(?:S|by S) (?:long|slow)er",
      "(?:long\\w*|lengthen|extend|increase) (?:N )?by S",
      "(?:(?<=[\\s:をはに])|^)\\+ ?S",
    ),
  ],
  ["shorter", changed("S(?:ほど|くらい|だけ)?(?:短く|短縮|縮め|カット|削[っりる]?)")],
  ["longer", changed("S(?:ほど|くらい|だけ)?(?:長く|伸ば|延ば|延長|追加|足)")],
];

/** "5 seconds in", but not "5 seconds in length". */
const INTO = String.raw`(?:in(?! (?:length|duration|total|all|time|(?:the|this|our|my) (?:film|video)))|into)\b`;

/**
 * By how much, and not whether shorter or longer; or no less, no more. A dash after the shot's number is none. Or when, and
 * not how long.
 */
const UNTOLD = changed(
  "(?<!\\uE003)[-\u2212–—] ?S",
  "[+±] ?S",
  "(?<![-=])[<>≤≥] ?S",
  "\\bby (?:about |around )?S",
  "\\b(?:up|down) S",
  "S (?:up|down)\\b",
  "(?:もう|あと)S",
  "(?:\\b(?:in|into|at)|@) ?(?:about |around )?S",
  `S ${INTO}`,
  "\\uE003のS",
);

const EXACTLY =
  /\b(?:(?:to|down to) (?:about |around )?(?:\d|\w+ sec)|seconds long$)|秒(?:くらい|ほど)?(?:に|まで)/;

/** In these S stands for a time, N for a shot. */
function changed(...patterns: readonly string[]): RegExp {
  const inSeconds = patterns.join("|").replaceAll("S", SECONDS.source);
  return new RegExp(inSeconds.replaceAll("N", "(?:the )?\\uE002\\d+\\uE003"), "i");
}

/** Says only when in the film: "5 seconds in shot 3", ショット3の5秒のところで. */
export function isTime(plain: string): boolean {
  return isMadeOfTimes(plain) && WHEN.test(plain);
}

/** "Shot 3 5 s" could be how long or when, "shot 3: 5 s" is how long. */
export function isBareTime(plain: string): boolean {
  return isMadeOfTimes(plain) && !LABELLED.test(plain) && !onlyNamed(LENGTHENED, plain);
}

function isMadeOfTimes(plain: string): boolean {
  return SECONDS.test(plain) && !/[\p{L}\p{N}]/u.test(plain.replaceAll(OF_TIMES, " "));
}

const WHEN = changed(
  "(?:\\b(?:in|into|at|after|from|until|till|before|during)|@) ?(?:the |about |around )?(?:S|N)",
  `S ${INTO}`,
  String.raw`S (?:mark|point)\b`,
  "\\uE003のS",
  "S(?:目|ごろ|頃|あたり|付近|の?(?:ところ|所|時|とき|地点)|以降|[後前]|から|過ぎ)",
);
const LABELLED = /[:=>→]|\bfor (?:the )?\uE002/;
const OF_TIMES = new RegExp(
  String.raw`\uE002\d+\uE003|(?:${SECONDS.source})(?:では?|には?|は)?|\b(?:in|into|at|after|from|until|till|before|during|for|of|on|the|about|around|mark|point|film|video|and|but|so|then)\b|目|ごろ|頃|あたり|付近|ところ|所|時点?|とき|地点|以降|[後前]|から|過ぎ|くらい|[のでに]`,
  "gi",
);
