import type { Tongue } from "../../kernel/tongue.ts";
import { checkName } from "./check-names.ts";
import type { CriticReport, Finding } from "./critic-report.ts";

const MARKS: Readonly<Record<Finding["severity"], string>> = {
  error: "❌",
  warning: "⚠️",
  info: "ℹ️",
};

/** A report as Markdown: the table of measurements, then findings and skipped checks, if any. */
export function qaTable(report: CriticReport): string {
  const findings = report.findings.map(findingLine);
  const skipped = report.skipped.map(({ check, reason }) => `- Not measured: ${check}. ${reason}`);
  return [measuredTable(report, "en"), findings.join("\n"), skipped.join("\n")]
    .filter((part) => part !== "")
    .join("\n\n");
}

const HEADERS: Readonly<Record<Tongue, readonly string[]>> = {
  en: ["", "Check", "Measured", "Limit"],
  ja: ["", "検査", "測定値", "基準"],
};

/** The table alone; values and limits are as they were measured. */
export function measuredTable(report: CriticReport, tongue: Tongue): string {
  const rows = report.measurements.map(({ check, measured, limit, passed }) =>
    tableRow([passed ? "✅" : mark(report, check), checkName(check, tongue), measured, limit]),
  );
  return [tableRow(HEADERS[tongue]), "|---|---|---|---|", ...rows].join("\n");
}

/** The worst that was found by a check that did not pass. */
function mark(report: CriticReport, check: string): string {
  const severities = report.findings.filter((it) => it.check === check).map((it) => it.severity);
  return severities.includes("error") ? MARKS.error : MARKS[severities[0] ?? "error"];
}

function findingLine({ severity, message, at, pointer }: Finding): string {
  const place = [
    at === null ? "" : `at ${at.toFixed(1)} s`,
    pointer === null ? "" : `\`${pointer}\``,
  ];
  const where = place.filter((part) => part !== "").join(", ");
  return `- ${MARKS[severity]} ${escaped(message)}${where === "" ? "" : ` (${where})`}`;
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(" | ")} |`;
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}
