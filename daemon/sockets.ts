import { systemClock } from "../kernel/clock.ts";
import { codeOf } from "../kernel/errors.ts";
import { openLifelines, type Lifelines } from "../watchdog/lifelines.ts";
import { expectNobody } from "../watchdog/lifelines/socket.ts";
import type { Config } from "./config.ts";
import { openPanesOf, openTmuxOf } from "./crew.ts";
import { readHolder } from "./lock.ts";

/**
 * Takes the home's folder of sockets for its daemon, which holds the home's lock already. Rejects with
 * `foreign-population` when another home works there, before anything of that one is touched.
 */
export async function takeSockets(config: Config): Promise<Lifelines> {
  await expectOwnFleet(config);
  return openLifelines(config.home.lifeline, systemClock);
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
