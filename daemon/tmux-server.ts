import { loadConfig } from "./config.ts";
import { openTmuxOf } from "./crew.ts";
import { prepareHome } from "./home.ts";

/** Starts the tmux server of this home and ends: what kantoku-tmux.service runs. */
const config = await loadConfig();
prepareHome(config.home);
await openTmuxOf({ ...config, systemd: { ...config.systemd, ownsTmux: false } }).ensureServer();
