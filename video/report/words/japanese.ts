import { ASKED_FOR } from "../../edit/wish.ts";
import type { Finding } from "../../measure/critic-report.ts";
import { checkName } from "../../measure/check-names.ts";
import type { ReportWords } from "./english.ts";

const TARGETS: Readonly<Record<string, string>> = {
  voice: "声",
  music: "音楽",
  render: "映像の書き出し",
  mix: "音の仕上げ",
};

/** A finding's own sentence is English; a wish is told in the words of who had it. */
const foundBy = ({ check, message }: Finding): string =>
  check === ASKED_FOR ? message : checkName(check, "ja");

export const JAPANESE: ReportWords = {
  seconds: (seconds) => `${seconds}秒`,
  voice: (engine, voice) => `声： ${engine}（${voice}）`,
  verdict: (isPassed, held, all) =>
    `**${isPassed ? "検査に合格しました" : "確認が必要です"}。** ${all}項目中${held}項目が基準内です。`,

  measured: "測定結果",
  revised: "直したところ",
  shots: "ショット",
  madeHow: "作り方",
  remarks: "声と素材",
  assumed: "書かれていなかったので仮定したこと",
  leftOut: "映像に入らなかったもの",
  plan: "制作計画",
  assets: "素材",

  theme: (name) => `テーマ： ${name}`,
  sheet: "すべてのシーンと、そこで語られる言葉",
  shotColumns: ["ショット", "時刻（秒）", "見せ方", "構図", "カメラ", "内容"],
  planColumns: ["対象", "ツール", "見込み時間（秒）", "見込み費用（$）"],
  planned: (seconds, usd) => `作業時間の見込みは約${seconds}秒、費用の見込みは $${usd} です。`,
  target: (name) => TARGETS[name] ?? name,
  assetColumns: ["素材", "作成", "ライセンス"],

  concept: (by) => `構想： ${by}`,
  script: (by) => `台本： ${by}`,
  shotList: (by) => `ショット割り： ${by}`,
  by: ({ engine, model, fallback }) => {
    if (engine === "model") return `${model ?? "言語モデル"} が書きました。`;
    return fallback
      ? `言語モデルが失敗したため、決まった規則で作りました（${fallback}）。`
      : "決まった規則で作りました。";
  },
  pictures: (hasOwn) =>
    `絵： ${hasOwn ? "持ち込みの素材と、" : ""}このマシンでプログラムが描いたものです。`,
  music: (isOwn) => `音楽： ${isOwn ? "持ち込みの曲です。" : "このマシンで合成しました。"}`,

  changed: (round, became, finding) => `${round}回目： ${foundBy(finding)} … ${became}`,
  asAsked: "ご希望どおりに変えました",
  refused: (reason) => `直せませんでした（英語の説明： ${reason}）`,
  foundAgain: "変えましたが、まだ基準に届きません",
  coveredBy: "ほかの修正と一緒に直りました",
  mended: "直りました",
  left: (round, finding) => `${round}回目の後も残ったもの： ${foundBy(finding)}`,
};
