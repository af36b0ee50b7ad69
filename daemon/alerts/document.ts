import { METRICS, type Metric } from "../metrics/catalogue.ts";
import { ALERT_RULES } from "./alerts.ts";
import { RECORDING_RULES } from "./recordings.ts";
import { runbookOf } from "./rules-file.ts";

/** The text with every table between its marks (`<!-- metrics -->` … `<!-- /metrics -->`) made anew. */
export function withTables(text: string): string {
  const tables = { metrics: metricsTable(), alerts: alertsTable(), recordings: recordingsTable() };
  let filled = text;
  for (const [name, table] of Object.entries(tables)) {
    const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- /${name} -->)`);
    filled = filled.replace(place, (_, begin: string, end: string) => begin + table + end);
  }
  return filled;
}

function metricsTable(): string {
  const rows = Object.values<Metric>(METRICS).map((metric) => [
    code(metric.name),
    metric.type,
    unitOf(metric),
    labelsOf(metric),
    metric.help,
  ]);
  return table(["Metric", "Type", "Unit", "Labels", "Meaning"], rows);
}

/** By convention a name tells its unit; what is counted stands before `_total`. */
function unitOf({ name }: Metric): string {
  if (name.endsWith("_timestamp_seconds")) return "Unix time, s";
  return /_(seconds|bytes|dollars)(?:_total)?$/.exec(name)?.[1] ?? "–";
}

function labelsOf({ labels }: Metric): string {
  const words = Object.entries(labels).map(([label, values]) => {
    const isShort = values !== null && values.length <= LISTED_VALUES;
    return isShort ? `${code(label)}: ${values.join(", ")}` : code(label);
  });
  return words.join("; ") || "–";
}

/** Longer lists (roles, causes) would make the table unreadable; the text beside it names them. */
const LISTED_VALUES = 8;

function alertsTable(): string {
  const rows = ALERT_RULES.map((rule) => [
    `[${rule.alert}](${runbookOf(rule).replace(/^docs\//, "")})`,
    rule.severity,
    rule.for,
    rule.description,
  ]);
  return table(["Alert", "Severity", "After", "Meaning"], rows);
}

function recordingsTable(): string {
  const rows = RECORDING_RULES.map(({ record, expr }) => [code(record), code(expr)]);
  return table(["Recorded", "From"], rows);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), `|${"---|".repeat(heads.length)}`, ...rows.map(line)].join("\n");
}

const code = (text: string): string => `\`${text}\``;
