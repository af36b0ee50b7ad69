const LETTERS: Readonly<Record<string, string>> = {
  a: "エー",
  b: "ビー",
  c: "シー",
  d: "ディー",
  e: "イー",
  f: "エフ",
  g: "ジー",
  h: "エイチ",
  i: "アイ",
  j: "ジェー",
  k: "ケー",
  l: "エル",
  m: "エム",
  n: "エヌ",
  o: "オー",
  p: "ピー",
  q: "キュー",
  r: "アール",
  s: "エス",
  t: "ティー",
  u: "ユー",
  v: "ブイ",
  w: "ダブリュー",
  x: "エックス",
  y: "ワイ",
  z: "ゼット",
};

/** Words of technology and business that Japanese texts write in Latin letters. */
const WORDS: Readonly<Record<string, string>> = {
  ajax: "エイジャックス",
  amazon: "アマゾン",
  android: "アンドロイド",
  app: "アプリ",
  apple: "アップル",
  ascii: "アスキー",
  azure: "アジュール",
  beta: "ベータ",
  blog: "ブログ",
  bug: "バグ",
  chrome: "クローム",
  cloud: "クラウド",
  code: "コード",
  css: "シーエスエス",
  daemon: "デーモン",
  dark: "ダーク",
  data: "データ",
  demo: "デモ",
  design: "デザイン",
  docker: "ドッカー",
  download: "ダウンロード",
  email: "イーメール",
  facebook: "フェイスブック",
  ffmpeg: "エフエフエムペグ",
  file: "ファイル",
  firefox: "ファイアフォックス",
  free: "フリー",
  git: "ギット",
  github: "ギットハブ",
  gitlab: "ギットラボ",
  gmail: "ジーメール",
  google: "グーグル",
  home: "ホーム",
  id: "アイディー",
  instagram: "インスタグラム",
  ios: "アイオーエス",
  ipad: "アイパッド",
  iphone: "アイフォン",
  issue: "イシュー",
  java: "ジャバ",
  javascript: "ジャバスクリプト",
  json: "ジェイソン",
  kantoku: "カントク",
  kubernetes: "クバネティス",
  light: "ライト",
  line: "ライン",
  linux: "リナックス",
  mac: "マック",
  macos: "マックオーエス",
  mail: "メール",
  markdown: "マークダウン",
  microsoft: "マイクロソフト",
  mode: "モード",
  mp: "エムピー",
  mysql: "マイエスキューエル",
  net: "ネット",
  new: "ニュー",
  news: "ニュース",
  node: "ノード",
  npm: "エヌピーエム",
  ok: "オーケー",
  online: "オンライン",
  open: "オープン",
  openai: "オープンエーアイ",
  oracle: "オラクル",
  pdf: "ピーディーエフ",
  plus: "プラス",
  postgresql: "ポストグレスキューエル",
  pro: "プロ",
  python: "パイソン",
  react: "リアクト",
  readme: "リードミー",
  release: "リリース",
  remotion: "リモーション",
  ruby: "ルビー",
  rust: "ラスト",
  saas: "サース",
  server: "サーバー",
  service: "サービス",
  slack: "スラック",
  sns: "エスエヌエス",
  software: "ソフトウェア",
  sqlite: "エスキューライト",
  start: "スタート",
  studio: "スタジオ",
  swift: "スイフト",
  system: "システム",
  systemd: "システムディー",
  team: "チーム",
  test: "テスト",
  tmux: "ティーマックス",
  tokyo: "トーキョー",
  twitter: "ツイッター",
  typescript: "タイプスクリプト",
  ubuntu: "ウブントゥ",
  update: "アップデート",
  user: "ユーザー",
  version: "バージョン",
  video: "ビデオ",
  vs: "バーサス",
  web: "ウェブ",
  wifi: "ワイファイ",
  windows: "ウィンドウズ",
  yaml: "ヤムル",
  youtube: "ユーチューブ",
  zoom: "ズーム",
};

const VOWELS = "aiueo";
const ROWS: Readonly<Record<string, string>> = {
  "": "アイウエオ",
  k: "カキクケコ",
  s: "サシスセソ",
  t: "タチツテト",
  n: "ナニヌネノ",
  h: "ハヒフヘホ",
  m: "マミムメモ",
  r: "ラリルレロ",
  l: "ラリルレロ",
  g: "ガギグゲゴ",
  z: "ザジズゼゾ",
  d: "ダディドゥデド",
  b: "バビブベボ",
  p: "パピプペポ",
  c: "カシクセコ",
  q: "カキクケコ",
};
const MORAE: Readonly<Record<string, readonly string[]>> = {
  d: ["ダ", "ディ", "ドゥ", "デ", "ド"],
  f: ["ファ", "フィ", "フ", "フェ", "フォ"],
  j: ["ジャ", "ジ", "ジュ", "ジェ", "ジョ"],
  v: ["バ", "ビ", "ブ", "ベ", "ボ"],
  w: ["ワ", "ウィ", "ウ", "ウェ", "ウォ"],
  y: ["ヤ", "イ", "ユ", "イェ", "ヨ"],
  x: ["クサ", "クシ", "クス", "クセ", "クソ"],
  sh: ["シャ", "シ", "シュ", "シェ", "ショ"],
  ch: ["チャ", "チ", "チュ", "チェ", "チョ"],
  ts: ["ツァ", "ツィ", "ツ", "ツェ", "ツォ"],
  th: ["サ", "シ", "ス", "セ", "ソ"],
  ph: ["ファ", "フィ", "フ", "フェ", "フォ"],
};
/** The mora that closes a syllable: カット, not カt. */
const CLOSINGS: Readonly<Record<string, string>> = {
  b: "ブ",
  c: "ク",
  d: "ド",
  f: "フ",
  g: "グ",
  h: "",
  j: "ジ",
  k: "ク",
  l: "ル",
  m: "ム",
  n: "ン",
  p: "プ",
  q: "ク",
  r: "ル",
  s: "ス",
  t: "ト",
  v: "ブ",
  w: "ウ",
  x: "クス",
  y: "イ",
  z: "ズ",
  sh: "シュ",
  ch: "チ",
  ts: "ツ",
  th: "ス",
  ph: "フ",
};

/**
 * Reads a Latin word in katakana: from the dictionary, letter by letter when it is short and in
 * capitals, otherwise by its spelling as if it were romaji, which is rough but speakable.
 */
export function readLatin(word: string): string {
  const known = WORDS[word.toLowerCase()];
  if (known !== undefined) return known;
  const capitals = /^[A-Z]+$/.test(word);
  if (word.length === 1 || (capitals && word.length <= 5)) return spell(word);
  const parts = word.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
  if (parts.length > 1) return parts.map(readLatin).join("");
  return /[aiueoy]/i.test(word) ? readSpelling(word.toLowerCase()) : spell(word);
}

function spell(word: string): string {
  return Array.from(word.toLowerCase(), (letter) => LETTERS[letter] ?? "").join("");
}

function readSpelling(word: string): string {
  let reading = "";
  let rest = plainer(word).replace(/e$/, (end) =>
    word.length > 3 && /[^aiueo]e$/.test(word) ? "" : end,
  );
  while (rest !== "") {
    const consonant = /^(?:sh|ch|ts|th|ph)|^[^aiueo]/.exec(rest)?.[0] ?? "";
    const vowel = VOWELS.indexOf(rest.charAt(consonant.length) || "-");
    const isDouble =
      consonant !== "" && consonant !== "n" && rest.startsWith(consonant + consonant);
    reading += isDouble ? "ッ" : (mora(consonant, vowel) ?? "");
    rest = rest.slice(consonant.length + (!isDouble && vowel >= 0 ? 1 : 0));
  }
  return reading.replace(/ッ$/, "");
}

/** Spellings that sound like simpler ones: ck as kk, mb as nb, rh as r. */
function plainer(word: string): string {
  return word
    .replaceAll("ck", "kk")
    .replaceAll(/m(?=[bp])/g, "n")
    .replaceAll("rh", "r");
}

function mora(consonant: string, vowel: number): string | undefined {
  if (vowel < 0) return CLOSINGS[consonant];
  return MORAE[consonant]?.[vowel] ?? ROWS[consonant]?.[vowel];
}
