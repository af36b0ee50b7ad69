/** Stems in い-sounds that take る, not the う-sound: 見ます → 見る, 駅にいます → 駅にいる. */
const TAKES_RU =
  /(?:[で起生過尽飽]き|(?:^|[過すみ])ぎ|[用老]い|[落満朽]ち|[閉信感命禁応通生論演]じ|[伸浴滅]び|[足借降懲]り|[見観診着似煮居]|試み|顧み|染み|(?<=[てでがにはを]|[^お]も)い|^い)$/u;
/** Politer verbs with a る-form of their own. */
const POLITE = /(?<=いらっしゃ|おっしゃ|なさ|くださ|下さ)い$/u;
/** Their plain forms are those of another age: ござる, いたす. */
const STAYS = /(?:ござい|いたし|まいり|参り|(?<![てで])おり)$/u;
/** Nouns, adverbs and particles before する; else a stem in し is one of す: 話します → 話す. */
const SURU =
  /(?:^|[をにはも]|[^逃剥転騒急]が|[^落]と|[^尽隠無な]く|少なく|[うんっりー、]|\p{sc=Kana}|[接達対関要発適反属熱愛]|ご\p{sc=Han}+)し$/u;
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
    /(?<=[\p{sc=Han}]{2}|[\p{sc=Kana}ー]{3}|お\p{sc=Han}{1,2}\p{sc=Hira}?)(?:(?:いた)?し(?:ます|ました)|されます|されました)$/u,
    "",
  );
  if (verbal !== text) return verbal;
  const stem = /^(.*?)ます$/u.exec(text)?.[1];
  return stem === undefined || STAYS.test(stem) ? text : dictionaryForm(stem);
}

function dictionaryForm(stem: string): string {
  if (/[てで]おり$/u.test(stem)) return `${stem.slice(0, -2)}いる`;
  if (SURU.test(stem)) return `${stem.slice(0, -1)}する`;
  if (POLITE.test(stem)) return `${stem.slice(0, -1)}る`;
  const u = TAKES_RU.test(stem) ? undefined : TO_U[stem.at(-1) ?? ""];
  return u === undefined ? `${stem}る` : stem.slice(0, -1) + u;
}
