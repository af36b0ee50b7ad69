import type { Tongue } from "../../kernel/tongue.ts";

/** What a check is called for people. Its name in reports and findings stays as it is. */
export function checkName(check: string, tongue: Tongue): string {
  return tongue === "ja" ? (JAPANESE[check] ?? check) : check;
}

const JAPANESE: Readonly<Record<string, string>> = {
  "Video stream": "映像の形式",
  "Audio stream": "音声の形式",
  "Start time": "始まりの時刻",
  Faststart: "すぐに再生できること",
  Duration: "長さ",
  Frames: "コマ数",
  "Picture and sound end together": "映像と音の終わりの一致",
  Loudness: "音量",
  "True peak": "音の最大値",
  Clipping: "音割れ",
  "DC offset": "直流のずれ",
  Silence: "無音",
  "Voice over music": "声と BGM の差",
  "Black picture": "黒い画面",
  "Frozen picture": "止まった画面",
  Flashes: "点滅",
  "Key moments": "要所の画面",
  Repetition: "似た画面の繰り返し",
  "Voice with the picture": "声と映像の一致",
  "Caption lines": "字幕の行の長さ",
  "Caption reading speed": "字幕を読む速さ",
  "Caption durations": "字幕が出ている時間",
  "Caption gaps": "字幕の間隔",
  "Captions with the voice": "字幕と声の一致",
  "Captions = narration": "字幕と読み上げの一致",
  "Speech = script": "語りと台本の一致",
  "Contrast and overflow": "文字の見やすさとはみ出し",
};
