/** What the daemon of a home says of itself, in `data/daemon.lock`. */
export interface Card {
  readonly pid: number;
  /** Clock ticks from boot to the process's start: with `bootId`, no other process can look the same. */
  readonly startTicks: number;
  readonly bootId: string;
  /** A `DaemonState`; of another version it may be one that this one does not know, and runs in any case. */
  readonly state: string;
  readonly version: string;
  /** Ms since the epoch. */
  readonly startedAt: number;
  readonly tmux: { readonly socket: string; readonly session: string };
  /** True when systemd started it, and would start it again. */
  readonly isService: boolean;
  /** The config file that it was told of; null: the home's own. */
  readonly configFile: string | null;
  /** Null until the server listens. */
  readonly http: { readonly url: string } | null;
}

/**
 * The card in what was read; undefined when it is none. Another version's must be understood, or its daemon
 * would not be seen: what is new has a default, what is unknown is passed over. By hand, as nearly every
 * command reads it: a library for schemas would be half of what it loads.
 */
export function cardOf(read: unknown): Card | undefined {
  if (!isRecord(read)) return undefined;
  const { pid, startTicks, bootId, state, version, startedAt, isService } = read;
  const { tmux, http, configFile = null } = read;
  if (!isWhole(pid) || pid < 1 || !isWhole(startTicks) || !isWhole(startedAt)) return undefined;
  if (!isText(bootId) || !isText(state) || !isText(version)) return undefined;
  if (!isRecord(tmux) || !isText(tmux["socket"]) || !isText(tmux["session"])) return undefined;
  if (typeof isService !== "boolean" || !(configFile === null || isText(configFile)))
    return undefined;
  const url = http === null ? null : isRecord(http) ? http["url"] : undefined;
  if (!(url === null || isText(url))) return undefined;
  return {
    pid,
    startTicks,
    bootId,
    state,
    version,
    startedAt,
    isService,
    configFile,
    tmux: { socket: tmux["socket"], session: tmux["session"] },
    http: url === null ? null : { url },
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === "string";

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
