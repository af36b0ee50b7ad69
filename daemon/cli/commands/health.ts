import type { Command } from "commander";
import { MEASURES } from "../../../watchdog/health/measures.ts";
import type { Alert, Reading } from "../../../watchdog/health/record.ts";
import { openHealthRecords } from "../../../watchdog/health/records.ts";
import { amount } from "../../../watchdog/health/words.ts";
import type { Home } from "../../../kernel/home.ts";
import { readHolder } from "../../lock.ts";
import { EXIT } from "../exit.ts";
import { openHome } from "../home.ts";
import { configOf, examples } from "../options.ts";
import { duration, note, print, printJson, table } from "../output.ts";

interface Options {
  json?: boolean;
  all?: boolean;
}

export function define(command: Command): void {
  command
    .option("--all", "show everything that was measured, too")
    .option("--json", "print JSON")
    .action(health);
  examples(command, "kantoku health", "kantoku health --all", "kantoku health --json | jq .alerts");
}

/** Exit code 0 when nothing stands out, 1 when something does, 3 when no daemon looks. */
async function health(options: Options, command: Command): Promise<void> {
  const config = await configOf(command);
  using stores = openHome(config);
  const records = openHealthRecords(stores.database);
  const [alerts, readings] = [records.alerts(), records.readings()];
  const verdict = verdictOf(config.home, alerts);
  if (verdict === "alerts") process.exitCode = EXIT.failed;
  if (verdict === "not-running") process.exitCode = EXIT.notRunning;
  if (options.json) return printJson({ verdict, alerts, readings });
  if (verdict === "not-running") note("No daemon runs: this is what the last one found.");
  print(alerts.length > 0 ? alertTable(alerts) : fine(readings));
  if (options.all && readings.length > 0) print(`\n${readingTable(readings, alerts)}`);
}

function verdictOf(home: Home, alerts: readonly Alert[]): "fine" | "alerts" | "not-running" {
  if (!readHolder(home)) return "not-running";
  return alerts.length > 0 ? "alerts" : "fine";
}

function alertTable(alerts: readonly Alert[]): string {
  const rows = alerts.map((alert) => [
    ...cells(alert),
    duration(Date.now() - alert.openedAt),
    `${duration(Date.now() - alert.seenAt)} ago`,
  ]);
  return table(["who", "measure", "now", "usual", "since", "seen"], rows);
}

function readingTable(readings: readonly Reading[], alerts: readonly Alert[]): string {
  const isAlert = (reading: Reading): boolean =>
    alerts.some(
      ({ subject, measure }) => subject === reading.subject && measure === reading.measure,
    );
  const rows = readings.map((reading) => [
    ...cells(reading),
    isAlert(reading) ? "stands out" : reading.usual === null ? "too early to say" : "",
  ]);
  return table(["who", "measure", "now", "usual", ""], rows);
}

function cells({ subject, measure, value, usual }: Alert | Reading): string[] {
  const { words, unit } = MEASURES[measure];
  return [subject, words, amount(value, unit), usual === null ? "?" : amount(usual, unit)];
}

function fine(readings: readonly Reading[]): string {
  const subjects = new Set(readings.map(({ subject }) => subject)).size;
  if (subjects === 0) return "Nothing stands out; nothing was measured yet.";
  const lookedAt = Math.max(...readings.map(({ readAt }) => readAt));
  const ago = duration(Date.now() - lookedAt);
  return `Nothing stands out: ${readings.length} measures of ${subjects} looked at, ${ago} ago.`;
}
