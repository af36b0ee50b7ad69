import { loadConfig, type Config } from "./config.ts";
import { openTmuxOf } from "./crew.ts";
import { prepareHome } from "./home.ts";
import { readHolder } from "./lock.ts";

/** What kantoku-tmux.service runs: starts the tmux server of this home and ends; `stop` stops it. */
const [verb = "start"] = process.argv.slice(2);
const config = await loadConfig();
await (verb === "stop" ? stop(config) : start(config));

async function start(config: Config): Promise<void> {
  prepareHome(config.home);
  await openTmuxOf({ ...config, systemd: { ...config.systemd, ownsTmux: false } }).ensureServer();
}

/** Under a daemon that runs on, agents that end are started again: waiting for them has no end. */
async function stop(config: Config): Promise<void> {
  if (readHolder(config.home)) return openTmuxOf(config).killServer();
  // Loaded here alone, so that the agents' home is there sooner.
  const [{ openStores }, { stopCrew }] = await Promise.all([
    import("./stores.ts"),
    import("./run.ts"),
  ]);
  using stores = openStores(config);
  await stopCrew(config, stores);
}
