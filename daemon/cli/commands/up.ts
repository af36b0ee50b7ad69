import type { Command } from "commander";
import type { Config } from "../../config.ts";
import { startDetached } from "../../lifecycle.ts";
import { readHolder } from "../../lock.ts";
import { runForeground } from "../../run.ts";
import { takeNodeFlags } from "../../node-flags.ts";
import { folderLeft } from "../../sockets.ts";
import { readStatus, statusLine } from "../../status.ts";
import { openStores } from "../../stores.ts";
import { configAfter } from "../fleet.ts";
import { configOf, examples, wholeNumber } from "../options.ts";
import { note, print, printJson } from "../output.ts";

interface Options {
  detach?: boolean;
  port?: number;
  json?: boolean;
}

export function define(command: Command): void {
  command
    .option("-d, --detach", "leave it running in the background, and return when it is ready")
    .option(
      "--port <n>",
      "port of the HTTP server; 0 takes any free one",
      wholeNumber("--port", 0, 65_535),
    )
    .option("--json", "with --detach: print the status as JSON")
    .action(up);
  examples(command, "kantoku up --detach", "KANTOKU_HOME=/srv/films kantoku up --detach --port 0");
}

async function up(options: Options, command: Command): Promise<void> {
  const config = await configToStart(command, options);
  if (!options.detach) {
    takeNodeFlags();
    return runForeground(config);
  }
  const card = readHolder(config.home);
  if (card) note(`It runs already (pid ${card.pid}).`);
  else await startDetached(config, daemonFlags(config, options.port));
  using stores = openStores(config);
  const status = await readStatus(config, stores);
  if (options.json) printJson(status);
  else print(statusLine(status));
}

/** Agents that a daemon has left are found where they are, also when the shell names no folder of sockets. */
async function configToStart(command: Command, { port }: Options): Promise<Config> {
  const config = await configOf(command, { port });
  const left = readHolder(config.home) ? undefined : await folderLeft(config);
  return left === undefined ? config : configAfter(command, { port, runBefore: left });
}

/** What the daemon's own process must be told, by whole paths: it runs elsewhere. The environment it inherits. */
export function daemonFlags({ home, configFile }: Config, port?: number): string[] {
  return [
    "--home",
    home.root,
    ...(configFile === undefined ? [] : ["--config", configFile]),
    ...(port === undefined ? [] : ["--port", `${port}`]),
  ];
}
