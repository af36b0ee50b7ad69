import type { Command } from "commander";
import { OperationalError } from "../../kernel/errors.ts";
import { isSameFolder } from "../../kernel/files.ts";
import type { Home } from "../../kernel/home.ts";
import type { Config, Flags } from "../config.ts";
import { fleetElsewhere } from "../sockets.ts";
import { recallSockets } from "../sockets-note.ts";
import { configOf } from "./options.ts";

/** As `configOf`, for the next daemon of agents in `runBefore`; `fleet-elsewhere` where another folder is named. */
export async function configAfter(
  command: Command,
  flags: Flags & { readonly runBefore: string },
): Promise<Config> {
  const config = await configOf(command, flags);
  if (isSameFolder(config.home.run, flags.runBefore)) return config;
  throw fleetElsewhere(config.home, flags.runBefore);
}

/** A tmux server that systemd started is started again when it ends: systemd must be asked to stop it. */
export function refuseServiceFleet(home: Home): void {
  const last = recallSockets(home);
  if (!last?.isService || !isSameFolder(last.folder, home.run)) return;
  throw new OperationalError("run-by-systemd", "systemd runs the tmux server of these agents.", {
    hint: "Use: systemctl stop kantoku-tmux",
  });
}
