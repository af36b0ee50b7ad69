import { markEnded, markRunning } from "../kernel/database/run-mark.ts";
import { examineAfterUncleanEnd, type Examination } from "../kernel/database/unclean-end.ts";
import { keepForAgents, type Config } from "./config.ts";
import { tmuxOf } from "./crew.ts";
import { prepareHome } from "./home.ts";
import { readHolder, takeLock, type Lock } from "./lock.ts";
import { openLog, type Log, type LogOptions } from "./log.ts";
import { requireRoom } from "./room.ts";
import { openStores, type Stores } from "./stores.ts";

/** A home that belongs to this process until it is disposed of. */
export interface TakenHome extends AsyncDisposable {
  readonly stores: Stores;
  readonly lock: Lock;
  readonly log: Log;
  /** Undefined when the last run ended as it should. */
  readonly examination: Examination | undefined;
}

/**
 * Takes a home with all that a daemon needs of it, or leaves nothing open. Rejects with `home-taken`,
 * `database-damaged`, or what may pass: `disk-full`, `database-unusable`.
 */
export async function takeHome(config: Config, stdout: LogOptions["stdout"]): Promise<TakenHome> {
  const { home } = config;
  // Before anything else: an examination reads the whole database, for nothing if there is no room to go on.
  prepareHome(home);
  requireRoom(home.data);
  const examination = readHolder(home) ? undefined : examineAfterUncleanEnd(home.database);
  await using undo = new AsyncDisposableStack();
  const held: { lock?: Lock } = {};
  undo.defer(() => letGo(config, held.lock));
  const stores = undo.use(openStores(config));
  const lock = takeLock(home, stores.database, {
    version: config.version,
    startedAt: Date.now(),
    tmux: tmuxOf(home),
    isService: config.systemd.notifySocket !== undefined,
    configFile: config.configFile ?? null,
  });
  held.lock = lock;
  markRunning(home.database);
  await keepForAgents(config);
  const log = openLog(config, { name: "kantoku", stdout });
  undo.defer(() => log.close());
  const everything = undo.move();
  const close = (): Promise<void> => everything.disposeAsync();
  return { stores, lock, log, examination, [Symbol.asyncDispose]: close };
}

/** After the database was closed: its mark tells whether others work on. */
function letGo({ home }: Config, lock: Lock | undefined): void {
  if (!lock) return;
  markEnded(home.database);
  lock.release();
}
