import { dirname } from "node:path";
import type { Command } from "commander";
import { startDetached, stopDaemon } from "../../lifecycle.ts";
import { readStatus, statusLine } from "../../status.ts";
import { openStores } from "../../stores.ts";
import { expectDaemon, refuseService } from "../daemon.ts";
import { configAfter } from "../fleet.ts";
import { examples, homeOf, wholeNumber } from "../options.ts";
import { print, printJson } from "../output.ts";
import { daemonFlags } from "./up.ts";

export function define(command: Command): void {
  command
    .option(
      "--port <n>",
      "port of the HTTP server (default: the present one)",
      wholeNumber("--port", 0, 65_535),
    )
    .option("--json", "print the status as JSON")
    .action(restart);
  examples(command, "kantoku restart");
}

/**
 * Agents work on meanwhile: the new daemon finds them in their panes, so its folder of sockets is that of
 * the one before. So are its port and its config file, unless others are named.
 */
async function restart(options: { port?: number; json?: boolean }, command: Command) {
  const card = expectDaemon(homeOf(command));
  refuseService(card, "restart");
  const config = await configAfter(command, {
    configBefore: card.configFile ?? undefined,
    runBefore: dirname(card.tmux.socket),
  });
  const port = options.port ?? (card.http ? Number(new URL(card.http.url).port) : undefined);
  await stopDaemon(card);
  await startDetached(config, daemonFlags(config, port));
  using stores = openStores(config);
  const status = await readStatus(config, stores);
  if (options.json) printJson(status);
  else print(statusLine(status));
}
