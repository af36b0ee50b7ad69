import { stringify } from "yaml";
import { ALERT_RULES } from "../../../daemon/alerts/alerts.ts";
import { runbookOf } from "../../../daemon/alerts/rules-file.ts";

/** What an alert does when Prometheus has seen these series. Time begins at 0. */
export interface AlertCase {
  readonly alert: string;
  readonly when: string;
  /** Values at 0, 1, 2 … minutes, in promtool's notation, by series. */
  readonly series: Readonly<Record<string, string>>;
  /** When the alert is looked at, such as `10m`. */
  readonly at: string;
  /** Empty when it must be silent. */
  readonly fires: readonly Fired[];
}

interface Fired {
  /** Beside the severity. */
  readonly labels: Readonly<Record<string, string>>;
  /** As the person who is called reads it. */
  readonly summary: string;
}

/** A recorded number that these series make. */
export interface RecordingCase {
  readonly record: string;
  readonly when: string;
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  /** Null: there is none. */
  readonly value: number | null;
}

/** The labels that every series of one daemon has. */
export const DAEMON = { job: "kantoku", instance: "film:4750" } as const;

/** A series of that daemon. */
export function of(name: string, labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries({ ...labels, ...DAEMON });
  return `${name}{${pairs.map(([label, value]) => `${label}="${value}"`).join(",")}}`;
}

/** The file that `promtool test rules` reads. */
export function promtoolFile(
  rules: string,
  alerts: readonly AlertCase[],
  recordings: readonly RecordingCase[],
): string {
  const tests = [...alerts.map(alertTest), ...recordings.map(recordingTest)];
  return stringify(
    { rule_files: [rules], evaluation_interval: "1m", tests },
    { aliasDuplicateObjects: false },
  );
}

function alertTest({ alert, when, series, at, fires }: AlertCase) {
  const expected = fires.map(({ labels, summary }) => expectedAlert(alert, labels, summary));
  return {
    ...inputs(`${alert}: ${when}`, series),
    alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: expected }],
  };
}

function expectedAlert(alert: string, labels: Fired["labels"], summary: string) {
  const rule = ALERT_RULES.find((rule) => rule.alert === alert);
  if (!rule) throw new Error(`There is no alert ${alert}.`);
  const { severity, description } = rule;
  return {
    exp_labels: { severity, ...labels },
    exp_annotations: { summary, description, runbook_url: runbookOf(rule) },
  };
}

function recordingTest({ record, when, series, at, value }: RecordingCase) {
  const samples = value === null ? [] : [{ labels: of(record), value }];
  return {
    ...inputs(`${record}: ${when}`, series),
    promql_expr_test: [{ expr: record, eval_time: at, exp_samples: samples }],
  };
}

function inputs(name: string, series: Readonly<Record<string, string>>) {
  const input = Object.entries(series).map(([series, values]) => ({ series, values }));
  return { name, interval: "1m", input_series: input };
}
