import type { Command } from "commander";
import { stopDaemon } from "../../lifecycle.ts";
import { stopCrew } from "../../run.ts";
import { openStores } from "../../stores.ts";
import { expectDaemon, refuseService } from "../daemon.ts";
import { configOf, examples } from "../options.ts";
import { print, printJson } from "../output.ts";

export function define(command: Command): void {
  command.option("--json", "print JSON").action(down);
  examples(command, "kantoku down");
}

/** The daemon goes first: it would take the agents' end for a crash and start them again. */
async function down(options: { json?: boolean }, command: Command): Promise<void> {
  const config = await configOf(command);
  const card = expectDaemon(config.home);
  refuseService(card, "stop");
  await stopDaemon(card);
  using stores = openStores(config);
  const { killed } = await stopCrew(config, stores);
  if (options.json) return printJson({ state: "stopped", pid: card.pid, killed });
  const cut = `Not done in time: ${killed.join(", ")}; their work goes on after the next start.`;
  print([`Stopped (pid ${card.pid}).`, ...(killed.length > 0 ? [cut] : [])].join(" "));
}
