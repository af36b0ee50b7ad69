import { LONGEST_SECONDS, SHORTEST_SECONDS } from "../duration.ts";
import type { FlawWords, Told, Wanted } from "./flaw.ts";
import { YAML_IN_JAPANESE } from "./japanese-yaml.ts";

const WANTED: Readonly<Record<Wanted, { readonly name: string; readonly hint: string }>> = {
  line: { name: "1行の文", hint: "1行で書いてください" },
  lines: { name: "箇条書き", hint: "1行に1つずつ、「- 」に続けて書いてください" },
  folder: { name: "フォルダー名", hint: "フォルダーの名前を書いてください" },
  "audio-file": { name: "音声ファイル名", hint: "音声ファイルの名前を書いてください" },
  address: { name: "アドレス", hint: "https://… の形で書いてください" },
  duration: { name: "長さ", hint: durations() },
  amount: { name: "金額", hint: "米ドルの金額を、5 や 0 のように数字で書いてください" },
  seed: { name: "シード", hint: "0〜4294967295の整数を書いてください" },
  date: { name: "日付", hint: "2026-09-30 のように書いてください" },
  pronunciations: { name: "読み方", hint: "1行に1つずつ、「言葉: 読み方」の形で書いてください" },
};

function durations(): string {
  return `${SHORTEST_SECONDS}秒から${LONGEST_SECONDS}秒までで、30、30s、1m30s、1分30秒のように書いてください`;
}

const TO_UTF8 = "UTF-8 で保存し直してください";
const A_BRIEF = "UTF-8 の Markdown で書いてください";
const ONE_SENTENCE = "1文だけでも書いてください";
const BRAND =
  "書き方の例： { colours: { accent: '#1d3fc4' }, fonts: { display: Fraunces }, logo: logo.svg }";

/** です・ます体。何をどう直せばよいかまで書く。 */
export const JAPANESE: FlawWords = {
  ofField: (name, message) => `${name}： ${message}`,
  flaws: {
    empty: () => ({ message: "内容がありません", hint: ONE_SENTENCE }),
    "no-words": () => ({ message: "言葉がありません", hint: ONE_SENTENCE }),
    markup: () => ({
      message: "Markdown ではなく HTML などのページになっています",
      hint: "タグを除いて文章だけを書いてください",
    }),
    "no-text": () => ({
      message: "映像にする本文がありません",
      hint: "--- で囲んだ設定の下に、映像で伝えたいことを書いてください",
    }),
    "only-address": () => ({
      message: "アドレスしか書かれていません。リンク先のページは読み込まれません",
      hint: "映像で伝えたいことを書いてください",
    }),
    "only-title": () => ({
      message: "題名のほかに、伝えることが書かれていません",
      hint: "題名の下に1文だけでも書いてください",
    }),
    "only-code": () => ({
      message: "コードだけで、その説明がありません",
      hint: "何をするコードかを、見出しか文でコードの上に書いてください",
    }),
    "too-little": ({ title }) => ({
      message: `「${title}」のほかに何も書かれておらず、映像になりません`,
      hint: "それについて、もう1文書いてください",
    }),
    "too-big": ({ megabytes, most }) => ({
      message: `大きすぎます。${megabytes} MB ありますが、読めるのは ${most} MB までです`,
      hint: "10分の映像でも、文章は 20 kB あれば足ります",
    }),
    "too-many-marks": ({ count, most }) => ({
      message: `強調やリンクの記号が${count}個あります。${most}個までにしてください`,
      hint: "飾りだけの記号を消してください",
    }),
    "lists-too-deep": ({ depth, most }) => ({
      message: `箇条書きの入れ子が${depth}段あります。${most}段までにしてください`,
      hint: "段を減らしてください",
    }),

    "other-encoding": ({ encoding }) => ({
      message: `文字コードが ${encoding} です`,
      hint: TO_UTF8,
    }),
    "not-utf8": () => ({ message: "文字コードが UTF-8 ではありません", hint: TO_UTF8 }),
    "not-text": () => ({ message: "テキストファイルではありません", hint: A_BRIEF }),
    "zero-byte": () => ({
      message: "文字ではないデータ（値が0のバイト）があります",
      hint: A_BRIEF,
    }),

    "fields-unclosed": () => ({
      message: "冒頭の設定を閉じる --- がありません",
      hint: "最後の項目の次の行に --- と書いてください",
    }),
    "no-fields": () => ({
      message: "冒頭の設定（--- で囲んだ部分）が、項目の並びになっていません",
      hint: "duration: 30 のような行を書いてください",
    }),
    "broken-fields": ({ cause }) => {
      const { message, ...hint } = YAML_IN_JAPANESE[cause.code](cause.alias ?? "");
      return { message: `冒頭の設定（--- で囲んだ部分）を読めません。${message}`, ...hint };
    },
    "unknown-field": ({ name, meant, known }) => ({
      message: `「${name}」という項目はありません`,
      hint: meant === null ? `使える項目： ${known.join("、")}` : didYouMean(meant),
    }),

    "empty-field": () => ({
      message: "何も書かれていません",
      hint: "内容を書くか、項目ごと消してください",
    }),
    "wrong-kind": ({ given, wanted }) => ({
      message: `${quoted(given)}は${WANTED[wanted].name}として読めません`,
      hint: WANTED[wanted].hint,
    }),
    "impossible-duration": ({ seconds }) => ({
      message: `${seconds}秒の映像は作れません`,
      hint: durations(),
    }),
    "short-duration": ({ seconds }) => ({
      message: `${seconds}秒では短すぎて映像になりません`,
      hint: durations(),
    }),
    "long-duration": ({ seconds }) => ({
      message: `${seconds}秒は長すぎます`,
      hint: durations(),
    }),
    "unknown-aspect": ({ given, choices }) => ({
      message: `${quoted(given)}という画面の形には対応していません`,
      hint: oneOf(choices),
    }),
    "unknown-language": ({ given }) => ({
      message: `${quoted(given)}という言語は分かりません`,
      hint: "ja や en のような言語コードを書いてください",
    }),
    "unknown-theme": ({ given, meant, choices }) => ({
      message: `${quoted(given)}というテーマはありません`,
      hint: meant === null ? oneOf(choices) : didYouMean(meant),
    }),
    "unknown-choice": ({ given, choices }) => ({
      message: `${quoted(given)}は選べません`,
      hint: oneOf(choices),
    }),

    "brand-colour": ({ part }) =>
      brand(part, "は", "色として読めません。#1d3fc4 のように書いてください"),
    "brand-font": ({ part, choices }) =>
      brand(part, "は", `用意されている書体ではありません。${oneOf(choices)}`),
    "brand-logo": ({ part }) =>
      brand(part, "は", "画像ファイル（.svg、.png、.jpg、.webp）ではありません"),
    "brand-unknown": ({ part, names }) =>
      brand(part, "に", `${names.map((name) => `「${name}」`).join("")}という項目はありません`),
    "brand-shape": ({ part }) => brand(part, "は", "項目と値の並びになっていません"),
  },
};

/** Words stand in Japanese brackets; numbers and lists as they are. */
function quoted(given: string): string {
  return given.startsWith('"') ? `「${given.slice(1, -1)}」` : `${given} `;
}

function didYouMean(name: string): string {
  return `「${name}」のことでしょうか？`;
}

function oneOf(choices: readonly string[]): string {
  return `${choices.join("、")} から選んでください`;
}

function brand(part: string, particle: string, message: string): Told {
  return { message: `${part && `${part} ${particle}`}${message}`, hint: BRAND };
}
