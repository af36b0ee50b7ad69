import type { SceneContent } from "../../scene-graph/content.ts";
import { JA_LONG_DRAWN } from "./ja-long-drawn.ts";

/** Japanese contents of every template, as long as the ScriptSmith may write them. */
export const JA_LONG: readonly SceneContent[] = [
  {
    template: "title",
    kicker: "運用チームのみなさまへのお知らせ",
    headline: "何時間もかかっていたバックアップの復元が、わずか数秒で終わるようになりました",
    subtitle:
      "新しい復元エンジン、検証済みのスナップショット形式、そしてどこでも動くひとつのバイナリをお届けします",
  },
  {
    template: "section",
    number: "03",
    headline: "夜中に呼び出される担当者の仕事は、どのように変わるのでしょうか",
  },
  {
    template: "statement",
    text: "一度も復元したことのないバックアップは、バックアップではなく、ただの願いにすぎません。",
    emphasis: ["ただの願い"],
  },
  {
    template: "list",
    headline: "新しい復元エンジンが、これまでと違う六つのこと",
    items: [
      {
        text: "必要なブロックから順に読み込みます",
        detail: "最後の一バイトを待たずにプログラムが動き始めます",
      },
      {
        text: "毎晩すべてのスナップショットを検証します",
        detail: "壊れたファイルは名前を添えて知らせます",
      },
      { text: "Linux、macOS、Windowsでそのまま動きます" },
      { text: "形式はすべて公開されています", detail: "午後の数時間で読み取り器が書けます" },
      { text: "暗号の鍵はあなたの手元に残ります" },
      { text: "五人までのチームは無料です", detail: "それ以上は保護する容量に応じた料金です" },
    ],
  },
  {
    template: "steps",
    headline: "ディスクの故障から復旧まで、五つの手順で進みます",
    steps: [
      { label: "故障に気づく", detail: "十秒以内に応答の途絶を検知します" },
      { label: "選ぶ", detail: "検証に合格した最新のスナップショットを使います" },
      { label: "すぐにつなぐ", detail: "プログラムが求める順に読み込みます" },
      { label: "サービスを始める", detail: "正常性の確認を経て通信を戻します" },
      { label: "残りを埋める", detail: "残りのデータは背後で届きます" },
    ],
  },
  {
    template: "figure",
    value: "1,204,880",
    prefix: "約",
    unit: "回",
    label: "昨年春の公開ベータ以来、検証済みの復元が行われた回数",
    context:
      "協力いただいた三千百か所の統計によるもので、実際の数はこれよりさらに多いと考えられます",
  },
  {
    template: "chart",
    kind: "bar",
    headline: "一テラバイトの復元にかかる時間の中央値",
    unit: "分",
    series: [
      { label: "第一版・磁気ディスク", value: 412.5 },
      { label: "第一・五版・磁気ディスク", value: 187 },
      { label: "第一・五版・オブジェクト保管", value: 143.25 },
      { label: "第二版・磁気ディスク", value: 24 },
      { label: "第二版・オブジェクト保管", value: 11.5 },
    ],
  },
  {
    template: "chart",
    kind: "line",
    headline: "検証を標準にしてから、復元の回数は増え続けています",
    unit: "回",
    series: [
      { label: "一月", value: 1200 },
      { label: "二月", value: 1850 },
      { label: "三月", value: 1720 },
      { label: "四月", value: 2900 },
      { label: "五月", value: 4100 },
      { label: "六月", value: 5250 },
    ],
  },
  {
    template: "chart",
    kind: "donut",
    headline: "この一年に復元されたデータの種類",
    unit: "TB",
    series: [
      { label: "データベース", value: 412 },
      { label: "仮想マシン", value: 305 },
      { label: "個人のフォルダーと書類", value: 188 },
      { label: "オブジェクト保管", value: 96 },
    ],
  },
  {
    template: "comparison",
    headline: "ディスクが壊れた夜は、こんなに変わります",
    left: {
      title: "第一・五版と手順書",
      points: [
        "担当者が起こされ、手順書を読みます",
        "三時間かけてすべてを書き戻します",
        "完全かどうかは誰にもわかりません",
      ],
    },
    right: {
      title: "第二版",
      points: [
        "検証済みの最新版をつなぎます",
        "三十秒後にはサービスが応答します",
        "誰も起こされません",
      ],
    },
  },
  {
    template: "quote",
    text: "役員の前で本番のデータベースの電源を抜きました。質問が終わらないうちに、サービスは一行も欠けることなく戻っていました。",
    attribution: "北方フェリー株式会社 運用部長 佐藤真理",
  },
  {
    template: "code",
    headline: "復元の方針は、十行ほどの設定で書けます",
    language: "typescript",
    lines: [
      'import { policy, snapshot } from "shioji";',
      "",
      "// 毎晩、翌朝に復元するものを確かめます。",
      "export default policy({",
      '  name: "orders-database",',
      "  verify: { every: 24, unit: 'hours', sample: 0.05 },",
      "  restore: async (target) => target.mount({ stream: true }),",
      "});",
    ],
    highlight: [6],
  },
  {
    template: "table",
    headline: "それぞれのプランに含まれるもの",
    header: ["プラン", "保護する容量", "サポート", "月額"],
    rows: [
      ["個人", "500GBまで", "利用者フォーラム", "0円"],
      ["チーム", "20TBまで", "翌営業日まで", "1,200円"],
      ["ビジネス", "200TBまで", "毎日四時間以内", "950円"],
      ["教育機関", "50TBまで", "利用者フォーラム", "300円"],
    ],
  },
  ...JA_LONG_DRAWN,
];
