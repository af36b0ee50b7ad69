const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d)\s?(?:%|％)/g, "パーセント"],
  [/(?<=\d)\s?ms\b/g, "ミリ秒"],
  [/(?<=\d)\s?fps\b/gi, "フレーム毎秒"],
  [/(?<=\d)\s?(?:KB|kB)\b/g, "キロバイト"],
  [/(?<=\d)\s?MB\b/g, "メガバイト"],
  [/(?<=\d)\s?GB\b/g, "ギガバイト"],
  [/(?<=\d)\s?TB\b/g, "テラバイト"],
  [/(?<=\d)\s?km\b/g, "キロメートル"],
  [/(?<=\d)\s?cm\b/g, "センチメートル"],
  [/(?<=\d)\s?mm\b/g, "ミリメートル"],
  [/(?<=\d)\s?kg\b/g, "キログラム"],
  [/(?<=\d)\s?(?:℃|°C)/g, "度"],
  [/(?<=\d)\s?(?:x|×)(?!\w)/g, "倍"],
  [/(?<=\d)\s?s\b/g, "秒"],
];

/** Japanese as it is said: 「1点4」「40パーセント」「バージョン2点0」. */
export function spokenJapanese(text: string): string {
  let spoken = halfWidth(text)
    .replaceAll(/https?:\/\/(?:www\.)?([\w./-]+?)\/?(?=[^\w./-]|$)/gi, (_, rest: string) =>
      address(rest),
    )
    .replaceAll(/\b(?:[a-z0-9-]+\.)+(?:com|org|net|dev|io|jp|app|ai)(?:\/[\w./-]*\w)?/gi, address)
    .replaceAll(
      /(\d{4})-(\d{2})-(\d{2})/g,
      (_, y: string, m: string, d: string) => `${y}年${Number(m)}月${Number(d)}日`,
    )
    .replaceAll(/(?<![\w-])--([a-z][\w-]*)/gi, "ハイフンハイフン$1")
    .replaceAll(/\bv(\d+(?:\.\d+)*)\b/gi, "バージョン$1")
    .replaceAll(
      /([$€£¥￥])\s?(\d[\d,]*(?:\.\d+)?)/g,
      (_, sign: string, n: string) => `${n}${CURRENCIES[sign]}`,
    )
    .replaceAll(/(?<=\d),(?=\d{3})/g, "")
    .replaceAll(/(?<=\d)\s?[〜～–]\s?(?=\d)/g, "から")
    .replaceAll(/\s?(?:→|->)\s?/g, "から");
  for (const [pattern, name] of UNITS) spoken = spoken.replaceAll(pattern, name);
  return spoken
    .replaceAll(/(?<=\d)\.(?=\d)/g, "点")
    .replaceAll(/\s?[&＆+＋]\s?/g, "と")
    .replaceAll(/[`*_]/g, "")
    .replaceAll(/——|―+|\s—\s/g, "、")
    .replaceAll(/\s{2,}/g, " ")
    .trim();
}

const CURRENCIES: Readonly<Record<string, string>> = {
  $: "ドル",
  "€": "ユーロ",
  "£": "ポンド",
  "¥": "円",
  "￥": "円",
};

function address(text: string): string {
  return text.replaceAll(".", "ドット").replaceAll("/", "スラッシュ").replaceAll("-", "ハイフン");
}

/** Full-width digits and Latin letters as their usual forms. */
function halfWidth(text: string): string {
  return text.replaceAll(/[０-９Ａ-Ｚａ-ｚ．]/g, (one) =>
    String.fromCodePoint((one.codePointAt(0) ?? 0) - 0xfee0),
  );
}
