import type { Tongue } from "../../kernel/tongue.ts";
import { checkName } from "./check-names.ts";
import type { CriticReport, Finding } from "./critic-report.ts";

const MARKS: Readonly<Record<Finding["severity"], string>> = {
  error: "❌",
  warning: "⚠️",
  info: "ℹ️",
};

/** A report as Markdown: the table of measurements, then findings and skipped checks, if any. */
export function qaTable(report: CriticReport, tongue: Tongue): string {
  const say = WORDS[tongue];
  const findings = report.findings.map((finding) => findingLine(finding, say));
  const skipped = report.skipped.map(({ check, reason }) => `- ${say.notMeasured(check, reason)}`);
  return [measuredTable(report, tongue), findings.join("\n"), skipped.join("\n")]
    .filter((part) => part !== "")
    .join("\n\n");
}

const ENGLISH = {
  headers: ["", "Check", "Measured", "Limit"],
  notMeasured: (check: string, reason: string): string => `Not measured: ${check}. ${reason}`,
  /** A finding's own sentence is English. */
  found: ({ message }: Finding): string => message,
  at: (seconds: string): string => `at ${seconds} s`,
  place: (words: readonly string[]): string => ` (${words.join(", ")})`,
};

const REASONS: Readonly<Record<string, string>> = {
  "Speech = script": "この機械には音声認識がありません",
  "Contrast and overflow":
    "映像ごとではなく、Kantoku の試験で、すべての画面の形とテーマについて測っています",
  "Voice over music": "声と BGM が重なる所がないか、音の仕上げで測られていません",
};

const JAPANESE: typeof ENGLISH = {
  headers: ["", "検査", "測定値", "基準"],
  notMeasured: (check, reason) =>
    `測定していない検査： ${checkName(check, "ja")}（${REASONS[check] ?? `英語の説明： ${reason}`}）`,
  found: ({ check, message }) => `${checkName(check, "ja")}（英語の説明： ${message}）`,
  at: (seconds) => `${seconds}秒`,
  place: (words) => `（${words.join("、")}）`,
};

const WORDS: Readonly<Record<Tongue, typeof ENGLISH>> = { en: ENGLISH, ja: JAPANESE };

/** The table alone; values and limits are as they were measured. */
export function measuredTable(report: CriticReport, tongue: Tongue): string {
  const rows = report.measurements.map(({ check, measured, limit, passed }) =>
    tableRow([passed ? "✅" : mark(report, check), checkName(check, tongue), measured, limit]),
  );
  return [tableRow(WORDS[tongue].headers), "|---|---|---|---|", ...rows].join("\n");
}

/** The worst that was found by a check that did not pass. */
function mark(report: CriticReport, check: string): string {
  const severities = report.findings.filter((it) => it.check === check).map((it) => it.severity);
  return severities.includes("error") ? MARKS.error : MARKS[severities[0] ?? "error"];
}

function findingLine(finding: Finding, say: typeof ENGLISH): string {
  const { severity, at, pointer } = finding;
  const place = [
    ...(at === null ? [] : [say.at(at.toFixed(1))]),
    ...(pointer === null ? [] : [`\`${pointer}\``]),
  ];
  const where = place.length === 0 ? "" : say.place(place);
  return `- ${MARKS[severity]} ${escaped(say.found(finding))}${where}`;
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(" | ")} |`;
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}
