import { THING, WISHED } from "./signs.ts";

/**
 * The forms in which something is asked for, said plainly, in this order: "please" before what is to
 * be done, the sign of a wish where the rest of the clause says how it should be. What "no" asks for
 * comes first. Each line begins with an example.
 */

const NO = String.raw`\b(?:(?:do|should)(?:n't| not)|no|(?:without|remove|drop)(?: the| a| any)?|stop)`;
const THINGS = String.raw`(?:${THING})(?:\s*(?:&|or|,|and|や|と)\s*(?:the |any )?(?:${THING}))*`;
const NOTHING_ELSE = String.raw`(?=(?:\s|,|please|thanks|at all|any ?more|here|for now|in (?:this|the) (?:film|video))*$)`;
const UNWANTED =
  "(?:は|も|を)?(?:しないで|なし|やめて|いらない|いりません|不要|必要ない|必要ありません|外して|消して|なくして)";
const OFF = `${WISHED}なし`;
const STILL = `${WISHED} still camera `;
const CUT = `${WISHED} hard cut `;

const ENGLISH_NO: readonly Form[] = [
  [
    "why don't you …?",
    String.raw`\bwhy (?:don't|not)(?: you| we)?\b|^can't (?:you|we)\b|^couldn't (?:you|we)\b`,
    "please ",
  ],
  [
    "don't show captions",
    String.raw`\b(?:(?:i|we) )?(?:don't|do not|not) (?:really )?(?:want|need|show|use|play|have|add|include|display|put)(?: to (?:have|see|hear|show|use|play))? (?:any |the |a )?(${THINGS})${NOTHING_ELSE}`,
    `${WISHED} no $1`,
  ],
  ["no more music", String.raw`\bno more (?=(?:${THING}))`, `${WISHED} no `],
  [
    "stop the music",
    String.raw`\bstop (?:playing |showing |using )?(?:the |this |that |any )?(?=(?:${THING}))`,
    "remove ",
  ],
  [
    "get rid of it",
    String.raw`\b(?:get(?:ting)? rid of|leave out|take out|do(?:ing)? without|do away with|lose|ditch|skip|cut out)\b`,
    "remove",
  ],
  [
    "cut shot 3 by a second",
    String.raw`\bcut(?= (?:\uE002\d+\uE003 )?(?:by|down|to \d))`,
    "shorten",
  ],
  ["cut the music", String.raw`\bcut(?= the (?:${THING}))`, "remove"],
  [
    "leave the music out",
    String.raw`\b(?:leave|take) (the (?:${THING})|it|them) out\b`,
    "remove $1",
  ],
  [
    "don't zoom in",
    String.raw`${NO} (?:camera )?(?:zoom|pan|tilt|push|pull)\w*(?:[- ](?:in|out|back|left|right|up|down))?(?: to the (?:left|right))?`,
    STILL,
  ],
  [
    "don't move",
    String.raw`\b(?:don't|do not) move(?= *$| the camera)|\b(?:no|without(?: any)?) (?:camera|(?:camera )?(?:movement|motion|moves?))\b|\bstop moving\b`,
    STILL,
  ],
  ["no fade", String.raw`${NO} (?:fad|dissolv|cross-?fad|slid|wip|transition)\w*`, CUT],
];

const ENGLISH: readonly Form[] = [
  [
    "could you …?",
    String.raw`\b(?:could|can|would|will) you(?: please| maybe| also| just)*(?: (?:mind|be so kind as to|try to|try))?\b|\b(?:can|could) we(?! have| get| see| hear)\b|\bdo you mind\b`,
    "please ",
  ],
  [
    "let's …",
    String.raw`\b(?:let's|let us|how about|what about|is there (?:a|any) way to|any chance (?:of|to|you could|we could)|if (?:you|we) could)\b`,
    "please ",
  ],
  [
    "make sure that …",
    String.raw`\b(?:make sure (?:that|to)?|be sure to|remember to|(?:don't|do not|never) forget to)\b`,
    "please ",
  ],
  [
    "I'd like you to …",
    String.raw`\b(?:i|we)(?:'d| would) (?:like|love|want|need|prefer) (?:you )?to\b|\bi (?:want|need) you to\b`,
    "please ",
  ],
  [
    "you should …",
    String.raw`\b(?:you|we)(?: should| could| can| might| may| must)(?: also| maybe| just)*\b(?! have)`,
    "please ",
  ],
  [
    "I'd shorten shot 3",
    String.raw`\bi(?:'d| would) (?!like|love|want|need|prefer|rather|say|think|hate|have|not)(?=\w+ (?:shot|the|\uE002|\w+ down|\w+ up))`,
    "please ",
  ],
  ["can I have …?", String.raw`\b(?:can|could|may) (?:we|i) (?:have|get|see|hear)\b`, WISHED],
  ["I want …", String.raw`\b(?:i|we) (?:really |just |also |still )?(?:want|need|wish)\b`, WISHED],
  [
    "I'd like …",
    String.raw`\b(?:i|we)(?:'d| would) (?:really |just |also |still )?(?:like|love|want|prefer|rather(?: have)?)\b`,
    WISHED,
  ],
  [
    "it would be nice if …",
    String.raw`\b(?:it(?:'d| would) be|would it be) (?:\w+ )?(?:nice|nicer|good|great|better|best|lovely|cool|helpful|ideal|possible) (?:(?:if|to|for)\b|(?=with))|\bis it possible (?:to|for)\b|\bif only\b`,
    WISHED,
  ],
  ["… would look better", String.raw`\bwould (?:work|look|sound|be) (?:better|nicer)\b`, WISHED],
  [
    "… should be …, but not: … should be …?",
    String.raw`(?<=\S )(?<!\bno )(?:should|must)\b(?! (?:i|we|you|they|it)\b)`,
    `${WISHED} should`,
  ],
  [
    "… needs to be …",
    String.raw`(?<=\S )(?<!\bno )(?:needs? to|needs|need|has to|have to|ought to|could be|can be|could use|could do with)\b(?! (?:i|we|you|they|it)\b)`,
    WISHED,
  ],
  [
    "could shot 3 be …?",
    String.raw`(?:^|(?<=^[^:]{0,30}: )|(?<=^(?:so|also) ))(?:could|can) (?=the|this|that|\uE002|it|they)`,
    WISHED,
  ],
];

const JAPANESE_NO: readonly Form[] = [
  [
    "ズームしないで",
    `(?:ズーム(?:イン|アウト)?|パン|ティルト)${UNWANTED}|(?:カメラ[はを]?)?動かさないで`,
    STILL,
  ],
  ["フェードなし", `(?:フェード|トランジション|スライド|ワイプ)${UNWANTED}`, CUT],
  [
    "字幕は出さないで",
    "(?:出さ|表示し|表示させ|流さ|入れ|使わ|鳴らさ|つけ|付け|載せ)(?:ないで|なくて(?:も)?(?:いい|良い|よい|結構|大丈夫))",
    OFF,
  ],
  [
    "BGMはいらない",
    "(?<![るすくむつうぐ])必要(?:は|が|も)?(?:ない|ありません|なし)|(?:いら|要ら)ない|(?:いり|要り)ません|不要",
    OFF,
  ],
  ["音楽はやめて", "(?<!(?:の|こと)[はを]?)やめて|(?<=[はをも])やめたい", OFF],
  [
    "字幕なしで",
    "(?:なし|無し)(?:で(?=いい|良い|よい|結構|大丈夫|お願い|$)|が(?=いい|良い|よい)|に(?=して|$)|$)",
    OFF,
  ],
];

const JAPANESE: readonly Form[] = [
  [
    "〜てもらえますか",
    "(?<=[てで])(?:くれ|もらえ|いただけ|頂け)(?:ませんか|ないか|ないでしょうか|ますでしょうか|ますか|る(?:かな|か|$))",
    WISHED,
  ],
  [
    "〜できますか",
    "(?:ことは|ことが)?(?:でき|出来)(?:ませんか|ますか|るか|ますでしょうか|ないでしょうか|る$)|可能(?:です|でしょう)か|(?<![寄見載])(?:られ|せ)ま(?:す|せん)か|しませんか",
    WISHED,
  ],
  ["〜たらどうですか", "たら(?:どう|いかが)(?:です|でしょう)?か?$", WISHED],
  [
    "〜てください",
    "(?<=[てで])(?:ください|下さい|ほしい|欲しい|くれ$|もらいたい|いただきたい|頂きたい)|たい(?=です|と思い|ので|$)|ましょう|べき(?!では)",
    WISHED,
  ],
  ["〜でお願いします", "(?:お願い|願い|頼み)(?:し|いたし|致し)?(?:ます|たい)?", ` ${WISHED}`],
  [
    "〜方がいい",
    "希望(?:です|します)?$|(?:方|ほう|め)が(?:いい|良い|よい|嬉しい|見やすい|聞きやすい)(?!か|の)|(?:と|ば)(?:いい|良い|よい|嬉しい|うれしい|助かり)(?!か|の)",
    WISHED,
  ],
  [
    "〜する",
    "なさい$|(?:する|下げる|上げる|消す|減らす|増やす|伸ばす|縮める|外す|隠す)(?:こと)?$",
    `$&${WISHED}`,
  ],
];

type Form = readonly [example: string, pattern: string, plain: string];

export const WISH_FORMS: readonly (readonly [RegExp, string])[] = [
  ...ENGLISH_NO,
  ...ENGLISH,
  ...JAPANESE_NO,
  ...JAPANESE,
].map(([, pattern, plain]) => [new RegExp(pattern, "gi"), plain]);
