/** How people name shots: by number, by place, several at once; English and Japanese. */

const PLACES: Readonly<Record<string, number>> = {
  ...counted("one two three four five six seven eight nine ten".split(" ")),
  ...counted("first second third fourth fifth sixth seventh eighth ninth tenth".split(" ")),
  ...counted("一 二 三 四 五 六 七 八 九 十".split(" ")),
  opening: 1,
  最初: 1,
  冒頭: 1,
  penultimate: -2,
  last: -1,
  final: -1,
  closing: -1,
  最後: -1,
  ラスト: -1,
};

function counted(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(words.map((word, index) => [word, index + 1]));
}

const CARDINAL = String.raw`(?:\d{1,3}(?!\d|\.\d)|one|two|three|four|five|six|seven|eight|nine|ten)\b`;
/** "shot 2 to 5 seconds" is one shot and a length. */
const NO_LENGTH = String.raw`(?!\s*(?:(?:s|secs?|seconds?)\b|秒|倍))`;
/** So is "shot 2, 4 or 5 seconds". */
const NO_LENGTHS = String.raw`(?!\s*(?:or|[-–~〜])\s*\d+\s*(?:s\b|sec|秒))${NO_LENGTH}`;
const ORDINAL =
  "(?:\\d{1,3}(?:st|nd|rd|th)|first|(?<!\\d[\\s-]?)second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|opening|last|final|closing|penultimate)\\b";
const NOUN = "(?:shot|scene|clip|slide)s?";
const AND = String.raw`(?:\s*,\s*(?:and\s+|or\s+)?|\s*&\s*|\s+(?:and|or)\s+|\s*[-–~〜]\s*)`;
/** Of several only: "shot 3 to 50 %". */
const TO_OR_AND = String.raw`(?:\s+(?:to|through)\s+|${AND})`;
const NUMBER_SIGN = String.raw`\s*(?:no\.?\s*|number\s*|#\s*)?`;
const NUMBERED = `(?:${NOUN}${NUMBER_SIGN})`;
const SEVERAL = `(?:shots|scenes|clips|slides)${NUMBER_SIGN}`;
const COUNT = "(?:\\d{1,3}|[一二三四五六七八九十])";
const SHOT = "(?:ショット|シーン|カット|場面|スライド)";
const PLACE = "(?:番目|つ目|個目)";
const TO = "(?:と|、|,|・|や|から|[-–~〜]|および|及び)\\s*";

const FORMS = [
  String.raw`\b(?:all|every|each)\b(?:\s+of)?(?:\s+(?:the|single|other))*\s+${NOUN}\b(?: but\b)?`,
  `(?:全部|全て|すべて|全|各)の?${SHOT}`,
  String.raw`\b(?:second[- ](?:to[- ])?last|last but one)\s+${NOUN}\b`,
  `最後から${COUNT}${PLACE}の?${SHOT}`,
  String.raw`\b(?:first|last|final)\s+${CARDINAL}\s+${NOUN}\b`,
  `(?:最初|最後|冒頭|ラスト)の?${COUNT}(?:つの|個の)?${SHOT}`,
  String.raw`\b${SEVERAL}${CARDINAL}${NO_LENGTH}(?:${TO_OR_AND}${NUMBERED}?${CARDINAL}${NO_LENGTHS})*`,
  String.raw`\b${NUMBERED}${CARDINAL}${NO_LENGTH}(?:${AND}${NUMBERED}?${CARDINAL}${NO_LENGTHS})*`,
  String.raw`\b${ORDINAL}(?:\s+${NOUN})?(?:${TO_OR_AND}(?:the\s+)?${ORDINAL})*\s+${NOUN}\b`,
  `${SHOT}\\s*#?${COUNT}(?:番目?)?${NO_LENGTH}(?:${TO}${SHOT}?${COUNT}${NO_LENGTH})*(?:まで)?`,
  `第${COUNT}(?:${TO}第?${COUNT})*\\s*の?${SHOT}`,
  `${COUNT}${PLACE}?\\s*(?:${TO}${COUNT}${PLACE}?\\s*)*(?:(?<=目\\s*)の?\\s*${SHOT}|${SHOT}目)`,
  `(?:最初|最後|冒頭|ラスト)の?${SHOT}`,
];
/** Each naming of shots, also of several. */
export const SHOTS = new RegExp(FORMS.join("|"), "gi");

const FEW = /^(first|last|final|最初|最後|冒頭|ラスト)の?\s*([\da-z]+|[一二三四五六七八九十])/i;
const FROM_THE_END =
  /^(?:second[- ](?:to[- ])?last|last but one)|^最後から(\d+|[一二三四五六七八九十])/i;
const PARTS = new RegExp(
  `\\d+|${Object.keys(PLACES).join("|")}|から|\\bto\\b|\\bthrough\\b|[-–~〜]`,
  "gi",
);
const MOST = 50;

/**
 * The shots of one naming: from 1, or from -1 backwards ("the last shot" is -1). None: no numbers
 * can be told from the words alone, as of "every shot".
 */
export function shotsOf(naming: string): number[] {
  const name = naming.toLowerCase();
  const backwards = FROM_THE_END.exec(name);
  if (backwards) return [-(placeOf(backwards[1]) || 2)];
  const [, end, few] = FEW.exec(name) ?? [];
  if (placeOf(few) > MOST) return [];
  if (end && placeOf(few))
    return placeOf(end) > 0 ? upTo(1, placeOf(few)) : upTo(-placeOf(few), -1);
  const shots: number[] = [];
  let isRange = false;
  for (const [part] of name.matchAll(PARTS)) {
    const place = placeOf(part);
    // "4-2" is nothing that anybody counts.
    if (isRange && place !== 0 && place <= (shots.at(-1) ?? 0)) return [];
    if (place !== 0) shots.push(...(isRange ? upTo((shots.at(-1) ?? 0) + 1, place) : [place]));
    isRange = place === 0;
  }
  return shots.length > MOST ? [] : [...new Set(shots)];
}

function placeOf(word = ""): number {
  return PLACES[word] ?? (Number.parseInt(word, 10) || 0);
}

function upTo(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
