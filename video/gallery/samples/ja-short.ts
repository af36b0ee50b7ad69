import type { SceneContent } from "../../scene-graph/content.ts";

/** Japanese contents of every template, as short as the ScriptSmith may write them. */
export const JA_SHORT: readonly SceneContent[] = [
  { template: "title", kicker: "バージョン2.0", headline: "汐路" },
  { template: "section", number: "01", headline: "なぜ今なのか" },
  { template: "statement", text: "戻せてこそ、バックアップ。", emphasis: ["戻せてこそ"] },
  {
    template: "list",
    headline: "新しい機能",
    items: [{ text: "すぐに復元" }, { text: "単一のバイナリ" }, { text: "公開された形式" }],
  },
  {
    template: "steps",
    headline: "使い方",
    steps: [{ label: "撮る" }, { label: "確かめる" }, { label: "戻す" }],
  },
  { template: "figure", value: "98", unit: "%", label: "の復元が一分以内に完了" },
  {
    template: "chart",
    kind: "bar",
    headline: "復元にかかる時間",
    unit: "分",
    series: [
      { label: "初版", value: 42 },
      { label: "改訂版", value: 18 },
      { label: "最新版", value: 3 },
    ],
  },
  {
    template: "chart",
    kind: "donut",
    headline: "時間の内訳",
    unit: "%",
    series: [
      { label: "通信", value: 62 },
      { label: "ディスク", value: 27 },
      { label: "計算", value: 11 },
    ],
  },
  {
    template: "comparison",
    left: { title: "これまで", points: ["数時間"] },
    right: { title: "これから", points: ["数秒"] },
  },
  {
    template: "quote",
    text: "何事もなかったかのように戻りました。",
    attribution: "運用担当 佐藤",
  },
  { template: "code", language: "bash", lines: ["shioji restore latest"], highlight: [] },
  {
    template: "table",
    headline: "料金",
    header: ["プラン", "月額"],
    rows: [
      ["個人", "0円"],
      ["チーム", "1,200円"],
    ],
  },
  { template: "closing", headline: "今日から試せます", link: "shioji.example" },
];
