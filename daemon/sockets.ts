import { dirname } from "node:path";
import { systemClock } from "../kernel/clock.ts";
import { codeOf, OperationalError } from "../kernel/errors.ts";
import { isSameFolder } from "../kernel/files.ts";
import { homeAt, type Home } from "../kernel/home.ts";
import { openLifelines, type Lifelines } from "../watchdog/lifelines.ts";
import { expectNobody } from "../watchdog/lifelines/socket.ts";
import type { Config } from "./config.ts";
import { openPanesOf, openTmuxOf } from "./crew.ts";
import { readHolder } from "./lock.ts";
import { noteSockets, recallSockets } from "./sockets-note.ts";

/**
 * Takes the home's folder of sockets for its daemon, which holds the home's lock already. Rejects with
 * `foreign-population` when another home works there, before anything of that one is touched; with
 * `fleet-elsewhere` while this home's own agents live in another folder.
 */
export async function takeSockets(config: Config): Promise<Lifelines> {
  const left = await folderLeft(config);
  if (left !== undefined) throw fleetElsewhere(config.home, left);
  await expectOwnFleet(config);
  const lifelines = await openLifelines(config.home.lifeline, systemClock);
  noteSockets(config.home, { folder: config.home.run, isService: config.systemd.ownsTmux });
  return lifelines;
}

/** The same configuration, by the folder of sockets where the home's agents are, whatever it was told. */
export async function whereFleetIs(config: Config): Promise<Config> {
  const holder = readHolder(config.home);
  const folder = holder ? dirname(holder.tmux.socket) : await folderLeft(config);
  return folder === undefined ? config : movedTo(config, folder);
}

/** Another folder than the configuration's, in which agents live that an earlier daemon of the home has left. */
export async function folderLeft(config: Config): Promise<string | undefined> {
  const folder = recallSockets(config.home)?.folder;
  if (folder === undefined || isSameFolder(folder, config.home.run)) return undefined;
  return (await mayLiveIn(movedTo(config, folder))) ? folder : undefined;
}

/** Two folders would be two fleets, of which nobody looks after the first. */
export function fleetElsewhere(home: Home, folder: string): OperationalError {
  const words = `This home's agents live in ${folder}, and not in ${home.run}.`;
  return new OperationalError("fleet-elsewhere", words, {
    hint: `Keep them with KANTOKU_RUN=${folder}, or end them first with: kantoku down`,
  });
}

const movedTo = (config: Config, folder: string): Config => ({
  ...config,
  home: homeAt(config.home.root, folder),
});

/** A server that says nothing, or not to us, counts. */
async function mayLiveIn(config: Config): Promise<boolean> {
  try {
    return await expectOwnFleet(config);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return error.code !== "foreign-population";
  }
}

/** As `takeSockets` looks, for whoever starts or ends a tmux server and is no daemon. */
export async function expectOwnSockets(config: Config): Promise<void> {
  await expectOwnFleet(config);
  if (!readHolder(config.home)) await expectNobody(config.home.lifeline);
}

/** Whether a tmux server runs, and this home's; `foreign-population` when it is another one's. */
export async function expectOwnFleet(config: Config): Promise<boolean> {
  // A call of its own: a connection that lasts would be a guest in somebody else's server.
  using tmux = openTmuxOf(config);
  try {
    await openPanesOf(config, tmux).expectOwn();
    return true;
  } catch (error) {
    if (codeOf(error) === "tmux-not-running") return false;
    throw error;
  }
}
