import type { Change, Subject, Trait, Value } from "./change.ts";

/** A change of a film in a Japanese sentence. */
export function inJapanese(change: Change): string {
  const subject = subjectOf(change.subject);
  if (change.kind === "changed")
    return `${TRAITS[change.trait](subject, change.to, change.from)}。`;
  return `${subject}${{ added: "を加えます", removed: "を取り除きます", redrawn: "を描き直します" }[change.kind]}。`;
}

const SOUNDS = { voice: "声", music: "BGM", effect: "効果音" } as const;
const EFFECTS: Readonly<Record<string, string>> = {
  grain: "グレイン",
  vignette: "ビネット",
  "light-leak": "光漏れ",
  "fade-in": "フェードイン",
  "fade-out": "フェードアウト",
};

function subjectOf(subject: Subject): string {
  switch (subject.of) {
    case "film":
      return "映像";
    case "scene":
      return `シーン${subject.number}`;
    case "caption":
      return `字幕${subject.number}`;
    case "sound":
      return `${SOUNDS[subject.role]}${subject.count > 1 ? `（${subject.count}か所）` : ""}`;
    case "effect":
      return EFFECTS[subject.name] ?? subject.name;
    case "asset":
      return `素材「${subject.id}」`;
  }
}

type Sentence = (subject: string, to: Value, from: Value) => string;

const TRAITS: Readonly<Record<Trait, Sentence>> = {
  start: (who, to, from) => `${who}の始まりを${from}秒から${to}秒に変えます`,
  length: (who, to, from) => `${who}の長さを${from}秒から${to}秒に変えます`,
  loudness: (who, to) =>
    `${who}を${Math.abs(Number(to))} dB${Number(to) > 0 ? "大きく" : "小さく"}します`,
  strength: (who, to, from) => `${who}の強さを${from}から${to}に変えます`,
  title: (who, to, from) => `${who}の題名を「${from}」から「${to}」に変えます`,
  theme: (who, to, from) => `${who}のテーマを ${from} から ${to} に変えます`,
  format: (who, to, from) => `${who}の大きさを ${from} から ${to} に変えます`,
  language: (who, to, from) => `${who}の言語を ${from} から ${to} に変えます`,
  shown: (_, to) =>
    to === "unwritten"
      ? "画面に書かれていない言葉だけ字幕を出します"
      : `字幕を画面に${to ? "出します" : "出さないようにします"}`,
  held: (who, to) => `${who}は長く静止して${to ? "もよい" : "はいけない"}ことにします`,
  text: (who, to, from) => `${who}の「${from}」を「${to}」に変えます`,
  template: (who, to, from) => `${who}の見せ方を ${from} から ${to} に変えます`,
  framing: (who, to, from) => `${who}の構図を ${from} から ${to} に変えます`,
  pictograms: (who, to, from) => {
    if (to === "") return `${who}の絵「${from}」を取り除きます`;
    return from === ""
      ? `${who}に絵「${to}」を描きます`
      : `${who}の絵を「${from}」から「${to}」に変えます`;
  },
  camera: (who, to, from) => `${who}のカメラを ${from} から ${to} に変えます`,
  transition: (who, to, from) => `${who}への切り替えを ${from} から ${to} に変えます`,
  "transition-length": (who, to, from) =>
    `${who}への切り替えの長さを${from}秒から${to}秒に変えます`,
  "target-loudness": (who, to, from) =>
    `${who}の音量の基準を ${from} LUFS から ${to} LUFS に変えます`,
  "target-peak": (who, to, from) =>
    `${who}のピークの上限を ${from} dBTP から ${to} dBTP に変えます`,
};
