import { stringify } from "yaml";
import type { AlertRule, RecordingRule } from "./rule.ts";

/** Where an alert's page is, in this repository. */
export const runbookOf = ({ alert }: Pick<AlertRule, "alert">): string =>
  `docs/runbooks/${alert}.md`;

/** The YAML that Prometheus loads. */
export function rulesFile(
  recordings: readonly RecordingRule[],
  alerts: readonly AlertRule[],
): string {
  const groups = [
    { name: "kantoku-kpis", interval: "1m", rules: recordings },
    { name: "kantoku-alerts", rules: alerts.map(alertOf) },
  ];
  return HEADER + stringify({ groups }, { lineWidth: 0 });
}

const HEADER = "# Made by daemon/alerts/generate.ts; change it there, then: npm run monitoring\n";

function alertOf(rule: AlertRule) {
  const { alert, expr, severity, summary, description } = rule;
  const annotations = { summary, description, runbook_url: runbookOf(rule) };
  return { alert, expr, for: rule.for, labels: { severity }, annotations };
}
