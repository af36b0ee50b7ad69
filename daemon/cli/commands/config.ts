import type { Command } from "commander";
import { Settings } from "../../settings.ts";
import { configOf, examples } from "../options.ts";
import { print, printJson } from "../output.ts";

export function define(command: Command): void {
  command.option("--json", "print JSON instead of YAML").action(config);
  examples(command, "kantoku config", "kantoku config > all-settings.yaml");
}

/** What would go into a config file to get just these settings; says nothing of secrets. */
async function config(options: { json?: boolean }, command: Command): Promise<void> {
  const config = await configOf(command);
  const names = Object.keys(Settings.shape) as (keyof Settings)[];
  const set = names.filter((name) => config[name] !== undefined);
  const settings = Object.fromEntries(set.map((name) => [name, config[name]]));
  if (options.json) return printJson(settings);
  const { stringify } = await import("yaml");
  print(stringify(settings).trimEnd());
}
