import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareDelegation } from "../agents/cgroup/delegation.ts";
import { messageOf } from "../kernel/errors.ts";
import { exitCodeOf, reportInFull } from "./cli/exit.ts";
import { loadConfig, type Config } from "./config.ts";
import { openTmuxOf } from "./crew.ts";
import { prepareHome } from "./home.ts";
import { readHolder } from "./lock.ts";
import { expectOwnSockets } from "./sockets.ts";

/** What kantoku-tmux.service runs: starts the tmux server of this home and ends; `stop` stops it. */
try {
  const [verb = "start"] = process.argv.slice(2);
  const config = await loadConfig();
  await (verb === "stop" ? stop(config) : start(config));
} catch (error) {
  reportInFull(error);
  process.exitCode = exitCodeOf(error);
}

async function start(config: Config): Promise<void> {
  prepareHome(config.home);
  await expectOwnSockets(config);
  if (config.systemd.delegatesCgroup) takeCgroup();
  const tmux = openTmuxOf({ ...config, systemd: { ...config.systemd, ownsTmux: false } });
  await tmux.ensureServer();
  // In a cgroup below the unit's own systemd does not look for the server by itself.
  writeFileSync(join(config.home.run, "tmux.pid"), `${await tmux.serverPid()}\n`);
}

/** Before the server starts, so that it and the agents are in their cgroups from their first moment. */
function takeCgroup(): void {
  try {
    const { controllers } = prepareDelegation();
    process.stdout.write(
      `Agents get cgroups of their own, with ${controllers.join(", ") || "no limits"}.\n`,
    );
  } catch (error) {
    process.stderr.write(`Agents get no limits of their own: ${messageOf(error)}\n`);
  }
}

/** Under a daemon that runs on, agents that end are started again: waiting for them has no end. */
async function stop(config: Config): Promise<void> {
  await expectOwnSockets(config);
  if (readHolder(config.home)) return openTmuxOf(config).killServer();
  // Loaded here alone, so that the agents' home is there sooner.
  const [{ openStores }, { stopCrew }] = await Promise.all([
    import("./stores.ts"),
    import("./run.ts"),
  ]);
  using stores = openStores(config);
  await stopCrew(config, stores);
}
