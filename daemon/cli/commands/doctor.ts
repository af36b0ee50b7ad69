import type { Command } from "commander";
import { areModulesInstalled, examineMachine } from "../../doctor.ts";
import { EXIT } from "../exit.ts";
import { configOf, examples } from "../options.ts";
import { print, printJson, table } from "../output.ts";

export function define(command: Command): void {
  command.option("--json", "print JSON").action(doctor);
  examples(command, "kantoku doctor", "kantoku doctor --json");
}

/** Exit code 1 when something is missing or damaged. */
async function doctor(options: { json?: boolean }, command: Command): Promise<void> {
  const { project, path, home } = await configOf(command);
  const findings = await examineMachine(project, path);
  if (areModulesInstalled(project)) {
    const { examineDatabases } = await import("../../examine-database.ts"); // Needs the libraries.
    const { examineLimits } = await import("../../examine-limits.ts");
    const { readHolder } = await import("../../lock.ts");
    findings.push(...examineDatabases(home), await examineLimits(readHolder(home), path));
  }
  const missing = findings.filter((finding) => !finding.ok);
  if (missing.length > 0) process.exitCode = EXIT.failed;
  if (options.json) return printJson({ ok: missing.length === 0, findings });
  const rows = findings.map(({ ok, name, detail, purpose }) => [
    ok ? "✓" : "✗",
    name,
    detail,
    purpose,
  ]);
  print(table(["", "part", "version", "what for"], rows));
  if (missing.length === 0) return print("\nNothing is missing.");
  const remedies = new Set(missing.map((finding) => `  ${finding.remedy}`));
  print(`\nWhat to do (scripts/setup installs all that is missing):\n${[...remedies].join("\n")}`);
}
