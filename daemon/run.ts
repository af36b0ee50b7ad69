import { checkpointer } from "../kernel/database/checkpointer.ts";
import { operationalOf } from "../kernel/errors.ts";
import { runServices } from "../kernel/service.ts";
import { openAgents } from "../watchdog/agents.ts";
import { stopAgents } from "../watchdog/stop.ts";
import { compose, type Daemon } from "./compose.ts";
import type { Config } from "./config.ts";
import { openPanesOf, openTmuxOf } from "./crew.ts";
import { serve } from "./http/server.ts";
import type { Lock } from "./lock.ts";
import { logEvents, type LogOptions } from "./log.ts";
import { endUnhurried, openPatiently } from "./patience.ts";
import { readiness } from "./readiness.ts";
import { untilSignal } from "./signals.ts";
import { readStatus, statusLine } from "./status.ts";
import { expectOwnFleet, takeSockets } from "./sockets.ts";
import { openStores, type Stores } from "./stores.ts";
import { notifier, watchdogFeeder } from "./systemd.ts";
import { takeHome, type TakenHome } from "./take-home.ts";
import { told } from "./told.ts";

/**
 * Runs the daemon of a home until `signal` aborts. The agents live on in their panes: the next
 * daemon finds them there. Rejects with `home-taken`, `foreign-population`, `port-taken`,
 * `database-damaged` or what a service failed with; under systemd what passes by itself is waited for,
 * others are told of it.
 */
export async function runDaemon(
  config: Config,
  signal: AbortSignal,
  stdout: LogOptions["stdout"],
): Promise<void> {
  const { notifySocket } = config.systemd;
  const take = (): Promise<TakenHome> => takeHome(config, stdout);
  if (notifySocket === undefined) return workIn(await take(), config, signal);
  const patience = { systemd: notifier(notifySocket), signal };
  try {
    const home = await openPatiently(take, patience);
    if (home) await workIn(home, config, signal);
  } catch (error) {
    await endUnhurried(error, patience);
    throw error;
  }
}

async function workIn(home: TakenHome, config: Config, signal: AbortSignal): Promise<void> {
  await using taken = home;
  const { stores, lock, log, examination } = taken;
  logEvents(stores.events, log);
  await using lifelines = await takeSockets(config);
  const daemon = compose(config, stores, lifelines);
  if (examination) stores.events.emit("database.examined", { ...examination });
  stores.heartbeats.onRenewal((reason) => stores.events.emit("heartbeats.renewed", { reason }));
  await attend({ config, stores, daemon, lock }, signal);
}

/** As `runDaemon` for a person's terminal: Ctrl-C ends the daemon and its agents with it. */
export async function runForeground(config: Config): Promise<void> {
  await runDaemon(config, untilSignal(), "words");
  using stores = openStores(config);
  await stopCrew(config, stores, untilSignal());
}

/**
 * Lets the agents finish what they have in hand, for a while, and ends the tmux server. Another home's
 * server is left alone: `foreign-population`.
 */
export async function stopCrew(config: Config, stores: Stores, signal?: AbortSignal) {
  await expectOwnFleet(config);
  return stopAgents({
    panes: openPanesOf(config, openTmuxOf(config)),
    agents: openAgents(stores.database, stores.heartbeats),
    queue: stores.queue,
    limitMs: config.agents.drainMs,
    ...(signal && { signal }),
  });
}

interface Attended {
  readonly config: Config;
  readonly stores: Stores;
  readonly daemon: Daemon;
  readonly lock: Lock;
}

async function attend(
  { config, stores, daemon, lock }: Attended,
  signal: AbortSignal,
): Promise<void> {
  const { events } = stores;
  const status = () => readStatus(config, stores);
  const server = await serve(config, { ...daemon, status });
  const systemd = notifier(config.systemd.notifySocket);
  const words = async () => statusLine(await status());
  const feeder = watchdogFeeder(config.systemd, systemd, () => daemon.health(), words);
  const stopping = (): void => {
    events.emit("daemon.stopping", { reason: String(signal.reason) });
    tellIfRoom(lock);
  };
  signal.addEventListener("abort", stopping);
  using tmux = daemon.tmux;
  try {
    await tmux.ensureServer();
    lock.update({ http: { url: server.url } });
    events.emit("daemon.started", { pid: process.pid, home: config.home.root });
    const greeting = readiness(daemon, lock, systemd, words);
    const keeper = checkpointer(stores.database, told("checkpointer", events));
    await runServices([...daemon.services, keeper, greeting, feeder], signal);
  } finally {
    // Who has ended otherwise has closed its log.
    signal.removeEventListener("abort", stopping);
    // An open server would keep the process alive, should systemd not be reached.
    await Promise.allSettled([systemd.notify("STOPPING=1"), server.close()]);
  }
}

/** On a full disk its card says that it runs until it has ended. */
function tellIfRoom(lock: Lock): void {
  try {
    lock.update({ state: "stopping" });
  } catch (error) {
    if (!operationalOf(error)) throw error;
  }
}
