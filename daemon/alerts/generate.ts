import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ALERT_RULES } from "./alerts.ts";
import { dashboardFile } from "./dashboard/dashboard.ts";
import { ROWS } from "./dashboard/rows.ts";
import { withTables } from "./document.ts";
import { RECORDING_RULES } from "./recordings.ts";
import { rulesFile } from "./rules-file.ts";

/** A file that is made from code, so that what operators load and read always fits the daemon. */
export interface GeneratedFile {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
}

const DOCUMENT = "docs/monitoring.md";

/** What operators get: rules, dashboard, and the tables in docs/monitoring.md. */
export function generatedFiles(project: string): GeneratedFile[] {
  const document = readFileSync(join(project, DOCUMENT), "utf8");
  return [
    { path: "docs/dashboards/kantoku.rules.yaml", text: rulesFile(RECORDING_RULES, ALERT_RULES) },
    { path: "docs/dashboards/kantoku.json", text: dashboardFile(ROWS) },
    { path: DOCUMENT, text: withTables(document) },
  ];
}
