/** How the consonant of a counter meets the number before it. */
type Series = "plain" | "k" | "s" | "h" | "p";

/** Counters and units by how they are written; the longest match wins. */
const COUNTERS: Readonly<Record<string, readonly [reading: string, series: Series]>> = {
  回: ["カイ", "k"],
  個: ["コ", "k"],
  件: ["ケン", "k"],
  階: ["カイ", "k"],
  曲: ["キョク", "k"],
  校: ["コウ", "k"],
  か国: ["カコク", "k"],
  カ国: ["カコク", "k"],
  ヶ国: ["カコク", "k"],
  か月: ["カゲツ", "k"],
  カ月: ["カゲツ", "k"],
  ヶ月: ["カゲツ", "k"],
  か所: ["カショ", "k"],
  カ所: ["カショ", "k"],
  ヶ所: ["カショ", "k"],
  箇所: ["カショ", "k"],
  キロ: ["キロ", "k"],
  km: ["キロメートル", "k"],
  kg: ["キログラム", "k"],
  KB: ["キロバイト", "k"],
  歳: ["サイ", "s"],
  才: ["サイ", "s"],
  社: ["シャ", "s"],
  種類: ["シュルイ", "s"],
  週間: ["シュウカン", "s"],
  週: ["シュウ", "s"],
  冊: ["サツ", "s"],
  章: ["ショウ", "s"],
  世紀: ["セイキ", "s"],
  センチ: ["センチ", "s"],
  cm: ["センチメートル", "s"],
  点: ["テン", "s"],
  店: ["テン", "s"],
  店舗: ["テンポ", "s"],
  頭: ["トウ", "s"],
  通: ["ツウ", "s"],
  トン: ["トン", "s"],
  本: ["ホン", "h"],
  匹: ["ヒキ", "h"],
  杯: ["ハイ", "h"],
  分: ["フン", "h"],
  分間: ["フンカン", "h"],
  票: ["ヒョウ", "h"],
  泊: ["ハク", "h"],
  拍: ["ハク", "h"],
  歩: ["ホ", "h"],
  品: ["ヒン", "h"],
  パーセント: ["パーセント", "p"],
  "%": ["パーセント", "p"],
  ポイント: ["ポイント", "p"],
  ページ: ["ページ", "p"],
  ピクセル: ["ピクセル", "p"],
  年: ["ネン", "plain"],
  年間: ["ネンカン", "plain"],
  年度: ["ネンド", "plain"],
  年代: ["ネンダイ", "plain"],
  月: ["ガツ", "plain"],
  日: ["ニチ", "plain"],
  日間: ["ニチカン", "plain"],
  時: ["ジ", "plain"],
  時間: ["ジカン", "plain"],
  秒: ["ビョウ", "plain"],
  秒間: ["ビョウカン", "plain"],
  人: ["ニン", "plain"],
  名: ["メイ", "plain"],
  枚: ["マイ", "plain"],
  倍: ["バイ", "plain"],
  円: ["エン", "plain"],
  ドル: ["ドル", "plain"],
  台: ["ダイ", "plain"],
  位: ["イ", "plain"],
  番: ["バン", "plain"],
  番目: ["バンメ", "plain"],
  割: ["ワリ", "plain"],
  度: ["ド", "plain"],
  "℃": ["ド", "plain"],
  行: ["ギョウ", "plain"],
  問: ["モン", "plain"],
  つ: ["ツ", "plain"],
  メートル: ["メートル", "plain"],
  m: ["メートル", "plain"],
  mm: ["ミリメートル", "plain"],
  g: ["グラム", "plain"],
  mg: ["ミリグラム", "plain"],
  ml: ["ミリリットル", "plain"],
  mL: ["ミリリットル", "plain"],
  L: ["リットル", "plain"],
  GB: ["ギガバイト", "plain"],
  MB: ["メガバイト", "plain"],
  TB: ["テラバイト", "plain"],
  ms: ["ミリビョウ", "plain"],
  fps: ["エフピーエス", "plain"],
};

/** The whole number with its counter, where no rule gives it. */
const IRREGULAR: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  人: { 1: "ヒトリ", 2: "フタリ" },
  つ: {
    1: "ヒトツ",
    2: "フタツ",
    3: "ミッツ",
    4: "ヨッツ",
    5: "イツツ",
    6: "ムッツ",
    7: "ナナツ",
    8: "ヤッツ",
    9: "ココノツ",
  },
  日: {
    2: "フツカ",
    3: "ミッカ",
    4: "ヨッカ",
    5: "イツカ",
    6: "ムイカ",
    7: "ナノカ",
    8: "ヨウカ",
    9: "ココノカ",
    10: "トオカ",
    14: "ジュウヨッカ",
    20: "ハツカ",
    24: "ニジュウヨッカ",
  },
};

/** Ends of numbers that change before a counter, beyond the series: 四月 シガツ, 九時 クジ, 四年 ヨネン. */
const CHANGED_ENDS: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  月: [
    ["ヨン", "シ"],
    ["ナナ", "シチ"],
    ["キュウ", "ク"],
  ],
  時: [
    ["ヨン", "ヨ"],
    ["ナナ", "シチ"],
    ["キュウ", "ク"],
  ],
  時間: [
    ["ヨン", "ヨ"],
    ["ナナ", "シチ"],
    ["キュウ", "ク"],
  ],
  年: [["ヨン", "ヨ"]],
  年間: [["ヨン", "ヨ"]],
  年度: [["ヨン", "ヨ"]],
  人: [["ヨン", "ヨ"]],
  円: [["ヨン", "ヨ"]],
};

const BY_LENGTH = Object.keys(COUNTERS).toSorted((a, b) => b.length - a.length);

/** The counter that `text` begins with, or "" when there is none. */
export function counterAt(text: string): string {
  const counter = BY_LENGTH.find((candidate) => text.startsWith(candidate)) ?? "";
  // `5m` is a length, `5min` is not; 分 in 5分の1 still counts minutes, which a fraction is not.
  if (/^[A-Za-z]+$/.test(counter) && /^[A-Za-z]/.test(text.slice(counter.length))) return "";
  return /^分の[0-9一二三四五六七八九]/.test(text) ? "" : counter;
}

/** The counter's own reading; with a whole number, the reading of both together. */
export function counterReading(
  counter: string,
  value?: bigint,
  number = "",
  afterMonth = false,
): string {
  const [reading, series] = COUNTERS[counter] ?? ["", "plain"];
  if (value === undefined) return number + reading;
  if (counter === "日" && value === 1n && afterMonth) return "ツイタチ";
  const days = counter === "日間" ? IRREGULAR["日"]?.[value.toString()] : undefined;
  if (days !== undefined) return `${days}カン`;
  const irregular = IRREGULAR[counter]?.[value.toString()];
  if (irregular !== undefined) return irregular;
  for (const [from, to] of CHANGED_ENDS[counter] ?? []) {
    if (number.endsWith(from)) return number.slice(0, -from.length) + to + reading;
  }
  return join(number, reading, series, counter);
}

/** Shortens the end of a number before a doubled consonant: ジュウ → ジュッ, イチ → イッ. */
export function doubled(reading: string, ...endings: readonly string[]): string {
  const ending = endings.find((candidate) => reading.endsWith(candidate));
  if (ending === undefined) return reading;
  const kept = ending === "ジュウ" || ending === "ヒャク" ? 2 : 1;
  return `${reading.slice(0, reading.length - ending.length)}${ending.slice(0, kept)}ッ`;
}

function join(number: string, reading: string, series: Series, counter: string): string {
  if (series === "plain") return number + reading;
  if (series === "h") return joinH(number, reading);
  if (series !== "k") return doubled(number, "イチ", "ハチ", "ジュウ") + reading;
  const voiced = counter === "階" && number.endsWith("サン") ? "ガイ" : reading;
  return doubled(number, "イチ", "ロク", "ハチ", "ジュウ", "ヒャク") + voiced;
}

const TO_P: Readonly<Record<string, string>> = { ハ: "パ", ヒ: "ピ", フ: "プ", ホ: "ポ" };
const TO_B: Readonly<Record<string, string>> = { ハ: "バ", ヒ: "ビ", フ: "ブ", ホ: "ボ" };

/** ホン becomes イッポン, サンボン, ロッポン; フン becomes サンプン and ヨンプン. */
function joinH(number: string, reading: string): string {
  const first = reading.slice(0, 1);
  const rest = reading.slice(1);
  const short = doubled(number, "イチ", "ロク", "ハチ", "ジュウ", "ヒャク");
  if (short !== number) return `${short}${TO_P[first]}${rest}`;
  const minutes = first === "フ";
  if (/(?:サン|セン|マン)$/.test(number))
    return `${number}${(minutes ? TO_P : TO_B)[first]}${rest}`;
  return minutes && number.endsWith("ヨン") ? `${number}${TO_P[first]}${rest}` : number + reading;
}
