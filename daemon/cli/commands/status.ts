import type { Command } from "commander";
import { isHome } from "../../home.ts";
import { whereFleetIs } from "../../sockets.ts";
import { absentStatus, readStatus, statusText } from "../../status.ts";
import { EXIT } from "../exit.ts";
import { openHome } from "../home.ts";
import { configOf, examples } from "../options.ts";
import { print, printJson } from "../output.ts";

export function define(command: Command): void {
  command.option("--json", "print JSON").action(status);
  examples(command, "kantoku status", "kantoku status --json");
}

/** Exit code 3 when no daemon runs; what the home remembers is told all the same. */
async function status(options: { json?: boolean }, command: Command): Promise<void> {
  const config = await whereFleetIs(await configOf(command));
  if (options.json && !isHome(config.home)) printJson(absentStatus(config)); // A script reads it all the same.
  using stores = openHome(config);
  const status = await readStatus(config, stores);
  if (status.state === "stopped") process.exitCode = EXIT.notRunning;
  if (options.json) printJson(status);
  else print(statusText(status));
}
