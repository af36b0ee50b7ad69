import type { Command } from "commander";
import { readStatus, statusText } from "../../status.ts";
import { openStores } from "../../stores.ts";
import { EXIT } from "../exit.ts";
import { configOf, examples } from "../options.ts";
import { print, printJson } from "../output.ts";

export function define(command: Command): void {
  command.option("--json", "print JSON").action(status);
  examples(command, "kantoku status", "kantoku status --json");
}

/** Exit code 3 when no daemon runs; what the home remembers is told all the same. */
async function status(options: { json?: boolean }, command: Command): Promise<void> {
  const config = await configOf(command);
  using stores = openStores(config);
  const status = await readStatus(config, stores);
  if (status.state === "stopped") process.exitCode = EXIT.notRunning;
  if (options.json) printJson(status);
  else print(statusText(status));
}
