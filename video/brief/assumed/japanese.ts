import type { Assumed } from "./english.ts";

export const JAPANESE: Assumed = {
  cutOff: (most) => `本文がとても長いため、最初の${most}文字だけを読みました。`,
  language: (name) => `言語は${name}としました。`,
  otherLanguage: (asked, found) =>
    `指定のとおり${asked}の映像としますが、本文は${found}で書かれているようです。`,
  aspect: "画面の形の指定がないため、16:9としました。",
  title: (title) => `題名がないため、本文から「${title}」を取りました。`,
  duration: (seconds, isFilled) =>
    `長さの指定がないため、${isFilled ? "本文の量に合わせて" : ""}${seconds}秒としました。`,
  shortened: (asked, seconds) =>
    `${asked}秒の指定ですが、本文の量に合わせて${seconds}秒としました。`,
  messages: (count) => `伝えたいことの指定がないため、本文の中心となる${count}文を選びました。`,
};
