/** Stems in い-sounds that take る, not the う-sound: 見ます → 見る. */
const TAKES_RU =
  /(?:[で起生過尽飽]き|[用老]い|[落満朽]ち|[閉信感命禁応通生論演]じ|[伸浴滅]び|[足借降懲]り|[見観診着似煮居]|試み|顧み|染み|(?<=[てでが])い|^い)$/u;
const TO_U: Readonly<Record<string, string>> = {
  い: "う",
  き: "く",
  ぎ: "ぐ",
  し: "す",
  ち: "つ",
  に: "ぬ",
  び: "ぶ",
  み: "む",
  り: "る",
};

/** 常体・体言止め: what is said politely is written plainly: 注ぎます → 注ぐ, デーモンです → デーモン. */
export function plainEnding(text: string): string {
  const noun = text.replace(/(?:なの|の|ん)?(?:です|である)$/, "");
  if (noun !== text) return noun;
  const verbal = text.replace(
    /(?<=[\p{sc=Han}]{2}|[\p{sc=Kana}ー]{3})(?:します|しました|されます|されました)$/u,
    "",
  );
  if (verbal !== text) return verbal;
  const stem = /^(.*?)ます$/u.exec(text)?.[1];
  return stem === undefined ? text : dictionaryForm(stem);
}

function dictionaryForm(stem: string): string {
  if (/(?:^|[^\p{sc=Han}])し$/u.test(stem) && !/[\p{sc=Han}まろなえこわやら]し$/u.test(stem)) {
    return `${stem.slice(0, -1)}する`;
  }
  const last = stem.at(-1) ?? "";
  const u = TAKES_RU.test(stem) ? undefined : TO_U[last];
  return u === undefined ? `${stem}る` : stem.slice(0, -1) + u;
}
