/** What may stand behind a number so that it is worth showing. Alternatives that begin alike: the longer first. */

const MONEY = String.raw`(?:(?:k|M|bn|Mio\.?|Mrd\.?)\s?)?[€£$](?:\/\p{L}+)?`;
const TIME = String.raw`ms\b|seconds?\b|s\b|min(?:ute)?s?\b|h\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b`;
const SIZE = String.raw`km\/h\b|[kcm]?m[²³]|km\b|cm\b|mm\b|m\b|miles?\b|(?:kilo|centi|milli)?met(?:re|er)s?\b|feet\b|inches\b`;
const WEIGHT = String.raw`(?:kilo)?grams?\b|kg\b|mg\b|g\b|m[lL]\b|[lL]\b|lit(?:re|er)s?\b`;
const DATA = String.raw`[kKMGT]i?B(?:\/(?:s|h)\b|\b)|[KMG]bit\/s\b|(?:kilo|mega|giga|tera|peta)bytes?\b|fps\b|[kMG]?Hz\b|px\b`;
const ENERGY = String.raw`[kMG]?Wh\b|[kMG]?W\b|°C|°F|℃|degrees\b|dB\b`;
const SCALE = String.raw`million\b|billion\b|thousand\b|k\b|M\b`;
/** Of other languages; without it the number would be a thousandth of what is meant. */
const OTHER_SCALE = String.raw`mil\b|mille\b|mila\b|[tT]ausend\b|[mM]il(?:li|l|h|j)[\p{L}]+|Mio\b\.?|Mrd\b\.?`;

/** "3×3" and "90×奥行90" are no "three times". */
const TIMES = String.raw`×(?!\s?\d|\p{L})|x\b(?!\s?\d)|times\b`;

export const MEASURE = new RegExp(
  String.raw`^\s?(%|％|percent\b|${[TIMES, MONEY, TIME, SIZE, WEIGHT, DATA, ENERGY, SCALE, OTHER_SCALE].join("|")})`,
  "u",
);

/** Behind an amount with its currency in front: "£41.2m". */
export const MONEY_SCALE = /^\s?(million\b|billion\b|thousand\b|trillion\b|bn\b|mn\b|[kKmMB]\b)/;

export const COUNTER =
  /^\s?([千百]?[万億兆]?(?:パーセント|ミリ秒|キロメートル|メートル|フレーム|ページ|か国|カ国|ヶ国|か所|カ所|種類|言語|時間|か月|カ月|ヶ月|週間|日間|年間|分間|秒間|人|円|件|秒|倍|年|分|日|回|本|個|台|点|枚|冊|社|行|つ|歳|度|名|割|階|軒|店|駅)|[千百]?[万億兆])/;
