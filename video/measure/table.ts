import type { CriticReport, Finding } from "./critic-report.ts";

const MARKS: Readonly<Record<Finding["severity"], string>> = {
  error: "❌",
  warning: "⚠️",
  info: "ℹ️",
};

/** A report as Markdown: the table of measurements, then findings and skipped checks, if any. */
export function qaTable(report: CriticReport): string {
  const rows = report.measurements.map(({ check, measured, limit, passed }) =>
    tableRow([passed ? "✅" : mark(report, check), check, measured, limit]),
  );
  const table = [tableRow(["", "Check", "Measured", "Limit"]), "|---|---|---|---|", ...rows];
  const findings = report.findings.map(findingLine);
  const skipped = report.skipped.map(({ check, reason }) => `- Not measured: ${check}. ${reason}`);
  return [table, findings, skipped]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
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
