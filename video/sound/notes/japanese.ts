import type { VoiceNotes } from "./english.ts";

export const JAPANESE: VoiceNotes = {
  missing: (name) => `${name} ならもっと自然に話せますが、この機械には入っていません。`,
  failed: (name, why) => `${name} で話すはずでしたが、使えませんでした（英語の説明： ${why}）。`,
  wordless: (text) => `「${text}」には読める言葉がないため、読み上げていません。`,
  unread: (kanji, text) => `「${text}」の「${kanji}」は読み方が分からず、読み飛ばしました。`,
  quicker: (percent, seconds) => `${seconds}秒に収めるため、${percent}% 速く話しています。`,
  tooLong: (percent, over, seconds) =>
    `${percent}% 速く話しても、文章が${seconds}秒より${over}秒長くなりました。`,
};
