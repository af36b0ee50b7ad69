import type { SceneContent } from "../../scene-graph/content.ts";

/** Japanese contents of every template, as short as the ScriptSmith may write them. */
export const JA_SHORT: readonly SceneContent[] = [
  { template: "title", kicker: "バージョン2.0", headline: "汐路" },
  { template: "section", number: "01", headline: "なぜ今なのか" },
  { template: "statement", text: "サーバーは、必ず戻る。", emphasis: ["必ず戻る"] },
  {
    template: "list",
    headline: "新しい機能",
    items: [{ text: "データベース" }, { text: "フォルダー" }, { text: "暗号化" }],
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
  { template: "terminal", lines: [{ kind: "command", text: "shioji restore latest" }] },
  {
    template: "fileTree",
    headline: "中身",
    entries: [
      { name: "shioji", depth: 0, isFolder: true },
      { name: "方針", depth: 1, isFolder: true },
      { name: "restore.ts", depth: 1, isFolder: false },
    ],
  },
  {
    template: "timeline",
    headline: "これまでの歩み",
    events: [
      { when: "2022年", label: "最初の試用版" },
      { when: "2024年", label: "改訂版" },
      { when: "2026年", label: "第二版" },
    ],
  },
  { template: "kinetic", beats: ["速く。", "軽く。", "静かに。"], accent: 2 },
  { template: "browser", address: "shioji.example", title: "くわしくはサイトで" },
  {
    template: "phone",
    headline: "届くのは、よい知らせ",
    app: "汐路",
    cards: [{ title: "復元が終わりました" }],
  },
  {
    template: "relations",
    hub: "汐路",
    nodes: [{ label: "データベース" }, { label: "保管庫" }, { label: "通知" }],
  },
  { template: "location", place: "神戸", facts: [{ label: "日時", text: "5月12日" }] },
  { template: "image", asset: "sample-coast" },
  {
    template: "imageGrid",
    headline: "三つの港",
    images: [{ asset: "sample-coast" }, { asset: "sample-hills" }, { asset: "sample-tower" }],
  },
  { template: "logo", name: "汐路", line: "戻せるバックアップ" },
  { template: "closing", headline: "今日から試せます", link: "shioji.example" },
];
