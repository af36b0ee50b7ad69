import type { SceneContent } from "../../scene-graph/content.ts";

/** The Japanese contents from the terminal on: what is drawn as the thing that it is about, pictures, and the end. */
export const JA_LONG_DRAWN: readonly SceneContent[] = [
  {
    template: "terminal",
    headline: "壊れたディスクは、三つのコマンドで戻ります",
    lines: [
      { kind: "comment", text: "# 保管庫に届く機械なら、どれからでも" },
      { kind: "command", text: "shioji snapshots --service orders --verified --newest 3" },
      { kind: "output", text: "4f1c  02:14  検証済み  412 GB" },
      { kind: "output", text: "9b02  01:14  検証済み  411 GB" },
      { kind: "command", text: 'shioji restore 4f1c --to "/srv/orders" --stream' },
      { kind: "output", text: "0.8秒で接続、すべて読み取り可能" },
      { kind: "command", text: "shioji health orders" },
      { kind: "output", text: "正常：接続後に18,204件の要求に応答" },
    ],
  },
  {
    template: "fileTree",
    headline: "復元に必要なものは、ひとつのフォルダーに収まります",
    entries: [
      { name: "shioji", depth: 0, isFolder: true },
      { name: "方針", depth: 1, isFolder: true, note: "何をいつまで残すか" },
      { name: "orders.policy.ts", depth: 2, isFolder: false },
      { name: "customers.policy.ts", depth: 2, isFolder: false },
      { name: "スナップショット", depth: 1, isFolder: true, note: "公開された形式" },
      { name: "2026-05-12", depth: 2, isFolder: true },
      { name: "blocks", depth: 3, isFolder: true, note: "鍵はあなたの手元に" },
      { name: "manifest.json", depth: 3, isFolder: false },
      { name: "報告", depth: 1, isFolder: true },
      { name: "verification.log", depth: 2, isFolder: false, note: "毎晩書かれます" },
      { name: "はじめにお読みください.md", depth: 1, isFolder: false },
    ],
  },
  {
    template: "timeline",
    headline: "週末の実験が、復元を仕事にする会社になるまで",
    events: [
      { when: "2022年3月", label: "二人の技術者がディスクを復元する" },
      { when: "2023年6月", label: "形式を公開し、他社も読めるように" },
      { when: "2024年5月", label: "第一・五版が毎晩の検証を始める" },
      { when: "2025年1月", label: "公開ベータが三千か所で動く" },
      { when: "2025年10月", label: "求められた順に読み込む新しい仕組み" },
      { when: "2026年5月12日", label: "第二版、復元は数秒に" },
    ],
  },
  {
    template: "kinetic",
    beats: ["入れるものはなく、", "預ける鍵もなく、", "待つ時間もなく、", "夜勤もありません。"],
    accent: 3,
  },
  {
    template: "browser",
    address: "docs.shioji.example/restore/getting-started",
    title: "コーヒーが入るより早く終わる復元を、今日から始めましょう",
    text: "ひとつのバイナリを入れて、お使いの保管庫を指定し、わざと壊して、戻ってくる様子をご覧ください。",
  },
  {
    template: "phone",
    headline: "夜中に起こすほどのことだけを知らせ、残りは朝にまとめて届けます",
    app: "汐路 当番",
    cards: [
      {
        title: "受注データベースの応答が途絶えました",
        text: "八秒後に検知し、最新のスナップショットに接続しました",
      },
      { title: "サービスが応答しています", text: "三十秒のあいだに失われた注文はありません" },
      { title: "すべてのデータが戻りました", text: "412GBを検証済みです" },
      { title: "朝の報告書", text: "七時に二ページでお届けします" },
    ],
  },
  {
    template: "relations",
    headline: "汐路は、動かすものとしまう場所のあいだに立ちます",
    hub: "汐路エンジン",
    nodes: [
      { label: "データベース", detail: "止めずに写しをとります" },
      { label: "仮想マシン", detail: "保管庫から直接起動します" },
      { label: "個人のフォルダー", detail: "一つのファイルから誰でも" },
      { label: "オブジェクト保管", detail: "五社、または自社の設備" },
      { label: "監視と計測", detail: "復元はすべて記録されます" },
      { label: "通知とメール", detail: "必要な人にだけ届きます" },
    ],
  },
  {
    template: "location",
    place: "神戸国際会議場 国際会議室",
    address: "兵庫県神戸市中央区港島中町六丁目九番一 五階",
    facts: [
      { label: "日時", text: "2026年5月12日（火）9時30分から17時まで" },
      { label: "対象", text: "運用を担当するすべてのみなさま" },
      { label: "参加費", text: "無料（四月末までにお申し込みください）" },
    ],
  },
  {
    template: "image",
    asset: "sample-hills",
    caption: "データセンターは港を見下ろす丘の下にあり、一年を通して海の水で冷やされています",
    credit: "写真：佐藤真理（CC BY 4.0）",
  },
  {
    template: "imageGrid",
    headline: "観客の前で復元してみせた五つの現場",
    images: [
      { asset: "sample-coast", caption: "北方フェリー（函館）" },
      { asset: "sample-hills", caption: "丘の上病院（長野）" },
      { asset: "sample-tower", caption: "市立公文書館（金沢）" },
      { asset: "sample-night", caption: "天文台（石垣島）" },
      { asset: "sample-hills", caption: "県立図書館（奈良）" },
    ],
  },
  {
    template: "logo",
    asset: "sample-mark",
    name: "汐路リストア株式会社",
    line: "バックアップをとることは簡単です。わたしたちは、その先を引き受けます",
  },
  {
    template: "closing",
    headline: "すべてを失う前に、今日ひとつ復元してみませんか",
    action: "ベータ版を入れて、わざとディスクを壊し、戻ってきた様子をお聞かせください",
    link: "docs.shioji.example/getting-started",
  },
];
