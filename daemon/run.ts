import { systemClock } from "../kernel/clock.ts";
import { checkpointer } from "../kernel/database/checkpointer.ts";
import { markEnded, markRunning } from "../kernel/database/run-mark.ts";
import { examineAfterUncleanEnd } from "../kernel/database/unclean-end.ts";
import { OperationalError } from "../kernel/errors.ts";
import { runServices, type Service } from "../kernel/service.ts";
import { openAgents } from "../watchdog/agents.ts";
import { stopAgents } from "../watchdog/stop.ts";
import { compose, type Daemon } from "./compose.ts";
import { keepForAgents, type Config } from "./config.ts";
import { openPanesOf, openTmuxOf, tmuxOf } from "./crew.ts";
import { serve } from "./http/server.ts";
import { readHolder, takeLock, type Lock } from "./lock.ts";
import { logEvents, openLog, type LogOptions } from "./log.ts";
import { untilSignal } from "./signals.ts";
import { readStatus, statusLine } from "./status.ts";
import { openStores, type Stores } from "./stores.ts";
import { notifier, watchdogFeeder, type Notifier } from "./systemd.ts";
import { told } from "./told.ts";

/**
 * Runs the daemon of a home until `signal` aborts. The agents live on in their panes: the next
 * daemon finds them there. Rejects with `home-taken`, `port-taken`, `database-damaged` or what a
 * service failed with.
 */
export async function runDaemon(
  config: Config,
  signal: AbortSignal,
  stdout: LogOptions["stdout"],
): Promise<void> {
  const { home } = config;
  const examination = readHolder(home) ? undefined : examineAfterUncleanEnd(home.database);
  let lock: Lock | undefined;
  try {
    using stores = openStores(config);
    lock = takeLock(home, stores.database, {
      version: config.version,
      startedAt: Date.now(),
      tmux: tmuxOf(home),
      isService: config.systemd.notifySocket !== undefined,
    });
    markRunning(home.database);
    await keepForAgents(config);
    const log = openLog(config, { name: "kantoku", stdout });
    await using _ = { [Symbol.asyncDispose]: () => log.close() };
    logEvents(stores.events, log);
    const daemon = compose(config, stores);
    if (examination) stores.events.emit("database.examined", { ...examination });
    await attend({ config, stores, daemon, lock }, signal);
  } finally {
    if (lock) markEnded(home.database);
    lock?.release();
  }
}

/** As `runDaemon` for a person's terminal: Ctrl-C ends the daemon and its agents with it. */
export async function runForeground(config: Config): Promise<void> {
  await runDaemon(config, untilSignal(), "words");
  using stores = openStores(config);
  await stopCrew(config, stores, untilSignal());
}

/** Lets the agents finish what they have in hand, for a while, and ends the tmux server. */
export function stopCrew(config: Config, stores: Stores, signal?: AbortSignal) {
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
  signal.addEventListener("abort", () => {
    events.emit("daemon.stopping", { reason: String(signal.reason) });
    lock.update({ state: "stopping" });
  });
  using tmux = daemon.tmux;
  try {
    await tmux.ensureServer();
    lock.update({ http: { url: server.url } });
    events.emit("daemon.started", { pid: process.pid, home: config.home.root });
    const greeting = readiness(daemon, lock, systemd, words);
    const keeper = checkpointer(stores.database, told("checkpointer", events));
    await runServices([...daemon.services, keeper, greeting, feeder], signal);
  } finally {
    // An open server would keep the process alive, should systemd not be reached.
    await Promise.allSettled([systemd.notify("STOPPING=1"), server.close()]);
  }
}

const LOOK_EVERY_MS = 50;
const READY_LIMIT_MS = 45_000;

/** Says that the daemon is ready once every probe has succeeded. */
function readiness(
  daemon: Daemon,
  lock: Lock,
  systemd: Notifier,
  words: () => Promise<string>,
): Service {
  return {
    name: "readiness",
    run: async (signal) => {
      const deadline = Date.now() + READY_LIMIT_MS;
      for (;;) {
        const { ok, checks } = await daemon.health();
        if (signal.aborted) return;
        if (ok) break;
        if (Date.now() > deadline) throw notReady(checks);
        await systemClock.sleep(LOOK_EVERY_MS, signal);
      }
      lock.update({ state: "running" });
      // In one message: whoever waited for the start asks at once how it is.
      await systemd.notify("READY=1", `STATUS=${await words()}`);
    },
  };
}

function notReady(checks: Readonly<Record<string, string>>): OperationalError {
  const failing = Object.entries(checks).filter(([, verdict]) => verdict !== "ok");
  const words = failing.map((check) => check.join(": ")).join("; ");
  return new OperationalError("not-ready", `The daemon does not become ready: ${words}.`, {
    hint: "Run: kantoku doctor",
  });
}
