import type { Command } from "commander";
import { codeOf } from "../../../kernel/errors.ts";
import type { Config } from "../../config.ts";
import { stopDaemon } from "../../lifecycle.ts";
import { readHolder } from "../../lock.ts";
import { stopCrew } from "../../run.ts";
import { expectOwnFleet, whereFleetIs } from "../../sockets.ts";
import { openStores } from "../../stores.ts";
import { expectDaemon, refuseService } from "../daemon.ts";
import { refuseServiceFleet } from "../fleet.ts";
import { configOf, examples } from "../options.ts";
import { print, printJson } from "../output.ts";

export function define(command: Command): void {
  command.option("--json", "print JSON").action(down);
  examples(command, "kantoku down");
}

/**
 * The daemon goes first: it would take the agents' end for a crash and start them again. Agents
 * whose daemon was killed are ended, too.
 */
async function down(options: { json?: boolean }, command: Command): Promise<void> {
  const config = await whereFleetIs(await configOf(command));
  const card = readHolder(config.home);
  if (card) {
    refuseService(card, "stop");
    await stopDaemon(card);
  } else {
    if (!(await hasCrew(config))) expectDaemon(config.home);
    refuseServiceFleet(config.home);
  }
  using stores = openStores(config);
  const { killed } = await stopCrew(config, stores);
  if (options.json) return printJson({ state: "stopped", pid: card?.pid ?? null, killed });
  const cut = `Not done in time: ${killed.join(", ")}; their work goes on after the next start.`;
  const stopped = card ? `Stopped (pid ${card.pid}).` : "Stopped the agents; no daemon ran.";
  print([stopped, ...(killed.length > 0 ? [cut] : [])].join(" "));
}

/** Another home's is none of ours. */
async function hasCrew(config: Config): Promise<boolean> {
  try {
    return await expectOwnFleet(config);
  } catch (error) {
    if (codeOf(error) === "foreign-population") return false;
    throw error;
  }
}
