import { createHome } from "../kernel/home.ts";
import { loadConfig } from "./config.ts";
import { openTmuxOf } from "./crew.ts";

/** Starts the tmux server of this home and ends: what kantoku-tmux.service runs. */
const config = await loadConfig();
createHome(config.home);
await openTmuxOf({ ...config, systemd: { ...config.systemd, ownsTmux: false } }).ensureServer();
