import type { SceneContent } from "../../../video/scene-graph/content.ts";

/** Contents of every template, as short and as long as the ScriptSmith may write them, in two languages. */
export const SAMPLES: Readonly<
  Record<"en" | "ja", Readonly<Record<"short" | "long", readonly SceneContent[]>>>
> = {
  en: {
    short: [
      { template: "title", kicker: "Release 2.0", headline: "Tidewater" },
      { template: "section", number: "01", headline: "Why now" },
      { template: "statement", text: "Backups should restore.", emphasis: ["restore"] },
      {
        template: "list",
        headline: "What is new",
        items: [{ text: "Instant restore" }, { text: "One binary" }, { text: "Open format" }],
      },
      {
        template: "steps",
        headline: "How it works",
        steps: [{ label: "Snapshot" }, { label: "Verify" }, { label: "Restore" }],
      },
      { template: "figure", value: "98", unit: "%", label: "of restores finish in a minute" },
      {
        template: "chart",
        kind: "bar",
        headline: "Restore time",
        unit: "min",
        series: [
          { label: "1.0", value: 42 },
          { label: "1.5", value: 18 },
          { label: "2.0", value: 3 },
        ],
      },
      {
        template: "chart",
        kind: "donut",
        headline: "Where time goes",
        unit: "%",
        series: [
          { label: "Network", value: 62 },
          { label: "Disk", value: 27 },
          { label: "CPU", value: 11 },
        ],
      },
      {
        template: "comparison",
        left: { title: "Before", points: ["Hours"] },
        right: { title: "Now", points: ["Seconds"] },
      },
      { template: "quote", text: "It simply came back.", attribution: "Mara Lind, SRE" },
      { template: "code", language: "bash", lines: ["tidewater restore latest"], highlight: [] },
      {
        template: "table",
        headline: "Plans",
        header: ["Plan", "Price"],
        rows: [
          ["Solo", "$0"],
          ["Team", "$12"],
        ],
      },
      { template: "closing", headline: "Try it today", link: "tidewater.dev" },
    ],
    long: [
      {
        template: "title",
        kicker: "Release announcement for operations teams",
        headline: "Tidewater 2.0 brings every backup back in seconds instead of hours",
        subtitle:
          "A new restore engine, a verified snapshot format and one binary that runs everywhere your servers already are",
      },
      {
        template: "section",
        number: "03",
        headline: "What changes for the people who are woken up at night when a disk fails",
      },
      {
        template: "statement",
        text: "A backup that nobody has ever restored is not a backup but a hope, and hope is not an operations plan",
        emphasis: ["is not a backup but a hope", "operations plan"],
      },
      {
        template: "list",
        headline: "Six things that the new restore engine does differently from the old one",
        items: [
          {
            text: "Streams blocks as they are needed",
            detail: "Programs start before the last byte has arrived on the new disk",
          },
          {
            text: "Verifies every snapshot each night",
            detail: "A failed check raises an alert with the damaged files by name",
          },
          { text: "Runs as one binary on Linux, macOS and Windows" },
          {
            text: "Keeps an open, documented format",
            detail: "Anyone can write a reader in an afternoon",
          },
          { text: "Encrypts with keys that stay with you" },
          {
            text: "Costs nothing for teams of up to five people",
            detail: "Larger teams pay per protected terabyte",
          },
        ],
      },
      {
        template: "steps",
        headline: "From a failed disk to a running service in five steps that need no manual",
        steps: [
          {
            label: "Detect the failure",
            detail: "The agent notices missing heartbeats within ten seconds",
          },
          {
            label: "Choose a snapshot",
            detail: "The newest one that passed its nightly verification",
          },
          {
            label: "Mount it at once",
            detail: "Blocks stream in the order in which programs ask for them",
          },
          { label: "Start the service", detail: "Health checks decide when traffic may return" },
          { label: "Fill in the rest", detail: "The remaining data follow in the background" },
        ],
      },
      {
        template: "figure",
        value: "1,204,880",
        prefix: "≈",
        unit: "restores",
        label: "verified restores since the first public beta in the spring of last year",
        context:
          "Counted by the opt-in telemetry of 3,100 installations; the true number is certainly higher than that",
      },
      {
        template: "chart",
        kind: "bar",
        headline: "Median time to restore one terabyte, by version and storage backend",
        unit: "minutes",
        series: [
          { label: "Tidewater 1.0 on spinning disks", value: 412.5 },
          { label: "Tidewater 1.5 on spinning disks", value: 187 },
          { label: "Tidewater 1.5 on object storage", value: 143.25 },
          { label: "Tidewater 2.0 on spinning disks", value: 24 },
          { label: "Tidewater 2.0 on object storage", value: 11.5 },
          { label: "Tidewater 2.0 on local flash", value: 2.75 },
        ],
      },
      {
        template: "chart",
        kind: "line",
        headline: "Restores per week have grown ever since verification became the default",
        unit: "restores",
        series: [
          { label: "Jan", value: 1200 },
          { label: "Feb", value: 1850 },
          { label: "Mar", value: 1720 },
          { label: "Apr", value: 2900 },
          { label: "May", value: 4100 },
          { label: "Jun", value: 5250 },
          { label: "Jul", value: 7800 },
          { label: "Aug", value: 9640 },
        ],
      },
      {
        template: "chart",
        kind: "donut",
        headline: "What people restored in the last twelve months, by kind of data",
        unit: "terabytes",
        series: [
          { label: "Databases", value: 412 },
          { label: "Virtual machines", value: 305 },
          { label: "Home folders and documents", value: 188 },
          { label: "Object storage buckets", value: 96 },
          { label: "Everything else", value: 41 },
        ],
      },
      {
        template: "comparison",
        headline: "What a night with a broken disk looks like, before and after the upgrade",
        left: {
          title: "With version 1.5 and a runbook",
          points: [
            "Somebody is woken up and reads the runbook",
            "Data are copied back in full for three hours",
            "Nobody knows whether the copy is complete",
            "Customers write to the support desk",
          ],
        },
        right: {
          title: "With version 2.0",
          points: [
            "The agent mounts the newest verified snapshot",
            "The service answers again after half a minute",
            "A report waits in the morning",
            "Nobody was woken up",
          ],
        },
      },
      {
        template: "quote",
        text: "We pulled the plug on a production database in front of our board, and before anybody had finished their question the service was back, with every row where it belonged.",
        attribution: "Mara Lindqvist, head of operations at Northern Ferry Lines",
      },
      {
        template: "code",
        headline: "A restore policy is twelve lines of configuration, checked before it runs",
        language: "typescript",
        lines: [
          'import { policy, snapshot } from "tidewater";',
          "",
          "// Every night, verify what we would restore in the morning.",
          "export default policy({",
          '  name: "orders-database",',
          '  source: snapshot("postgres://orders.internal:5432/orders"),',
          "  verify: { every: 24, unit: 'hours', sample: 0.05 },",
          "  restore: async (target) => {",
          "    await target.mount({ stream: true, priority: 10 });",
          "    return target.health() === 'ok';",
          "  },",
          "});",
        ],
        highlight: [7, 9],
      },
      {
        template: "table",
        headline: "What each plan includes, and what it costs per month and terabyte",
        header: ["Plan", "Protected data", "Support", "Price"],
        rows: [
          ["Solo", "up to 500 GB", "Community forum", "$0"],
          ["Team", "up to 20 TB", "Next business day", "$12"],
          ["Business", "up to 200 TB", "Four hours, every day", "$9.50"],
          ["Enterprise", "unlimited", "Thirty minutes, named engineers", "$7"],
          ["Education", "up to 50 TB", "Community forum", "$3"],
        ],
      },
      {
        template: "closing",
        headline: "Restore something today, before you have to restore everything",
        action:
          "Install the beta, break a disk on purpose, and tell us what you saw when it came back",
        link: "docs.tidewater.example/restore/getting-started",
      },
    ],
  },
  ja: {
    short: [
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
    ],
    long: [
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
      {
        template: "closing",
        headline: "すべてを失う前に、今日ひとつ復元してみませんか",
        action: "ベータ版を入れて、わざとディスクを壊し、戻ってきた様子をお聞かせください",
        link: "docs.shioji.example/getting-started",
      },
    ],
  },
};
