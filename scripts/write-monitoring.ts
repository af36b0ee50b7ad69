/** Writes what operators load into Prometheus and Grafana, and the tables that tell of it. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { generatedFiles } from "../daemon/alerts/generate.ts";
import { runProgram } from "../tests/support/program.ts";

const HELP = `Writes the alert and recording rules, the Grafana dashboard and the tables in docs/monitoring.md from the
code; a test tells when they no longer fit.

  npm run monitoring [-- --help]

Example:
  npm run monitoring
`;

const PROJECT = resolve(import.meta.dirname, "..");

await runProgram({
  help: HELP,
  read: (args) => parseArgs({ args, options: {} }).values,
  run: async () => {
    for (const { path, text } of generatedFiles(PROJECT)) {
      writeFileSync(join(PROJECT, path), text);
      process.stdout.write(`Written: ${path}\n`);
    }
    return 0;
  },
});
