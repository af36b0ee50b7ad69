import { setTimeout as delay } from "node:timers/promises";
import { OperationalError } from "../kernel/errors.ts";
import { run } from "../kernel/process.ts";
import { signalProcess } from "./processes.ts";
import { gridLayout } from "./tmux-layout.ts";
import { forgetServer, isListening, recallSocket, rememberServer } from "./tmux-socket.ts";
import { COLUMNS, OVERVIEW, ROWS, SENTINEL_SESSION, SESSION, SETTINGS } from "./tmux-settings.ts";

export interface TmuxOptions {
  /** Absolute path of the server's socket, in a folder of mode 0700: who can reach it can run commands. */
  readonly socket: string;
  /** No call to tmux takes longer; a server that is silent is an operational error. Default 5 000. */
  readonly timeoutMs?: number;
  /** The whole environment of the server and of every pane. tmux itself needs PATH. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A pane as the server describes it; the identity is empty for panes that are not an agent's. */
export interface TmuxPane {
  /** Such as `%3`; never given to another pane as long as the server lives. */
  readonly id: string;
  /** 0 for the overview, in which nothing runs. */
  readonly pid: number;
  readonly isDead: boolean;
  /** Of a dead pane; both null when tmux 3.3a missed the child's end. */
  readonly exitCode: number | null;
  readonly exitSignal: number | null;
  readonly identity: PaneIdentity;
  readonly title: string;
}

export interface PaneIdentity {
  readonly owner: string;
  readonly agent: string;
  readonly generation: number;
}

/** What a pane is to become. The old content is answered, since a respawn wipes it. */
export interface Respawn {
  readonly command: readonly string[];
  readonly identity: PaneIdentity;
  /** For this pane alone. Visible in the process list while tmux is called: no secrets here. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A tmux server of Kantoku's own. Nothing is ever typed or pasted into a pane. Every function
 * rejects with an `OperationalError`: `tmux-not-running`, `tmux-timed-out`, `tmux-refused`
 * (no such pane, no space), `tmux-unreachable` or `program-missing`.
 */
export interface Tmux {
  readonly socket: string;
  /** Starts the server unless it runs: a process of its own session, apart from the caller's group. */
  ensureServer(): Promise<"started" | "running">;
  serverPid(): Promise<number>;
  /** Every pane of the server, by one call. */
  listPanes(): Promise<TmuxPane[]>;
  /** Adds a waiting pane to a window (made when missing) and arranges the window. Answers the pane's id. */
  spawnPane(window: string): Promise<string>;
  /** Replaces whatever runs in the pane. */
  respawnPane(pane: string, respawn: Respawn): Promise<{ pid: number; lastLines: string[] }>;
  /** Ends a pane and arranges what is left of its window. */
  killPane(pane: string): Promise<void>;
  /** Shows `text` in a window of its own, in which no process runs. */
  showOverview(text: string): Promise<void>;
  /** The last `lines` lines of a pane, colours left out. */
  capture(pane: string, lines: number): Promise<string[]>;
  /** Sets pane options (`@name`); an empty value unsets one. */
  setPaneOptions(pane: string, options: Readonly<Record<string, string>>): Promise<void>;
  /** Has the server look after children whose end it missed (3.3a loses SIGCHLD now and then). */
  nudge(): Promise<void>;
  killServer(): Promise<void>;
}

/** How many lines of a pane a crash report keeps. */
export const KEPT_LINES = 200;

const WAITING = ["sleep", "2147483647"] as const;

/**
 * Keeps a pane's last words. When tmux (up to 3.6) learns of a process's end before it has read the
 * output, it closes the terminal unread, except in panes with a pipe (`window_pane_destroy_ready`).
 * Lost is still what the kernel has not passed on by then: more than 4 KiB to a server without time.
 */
const DRAIN = "exec cat >/dev/null";

export function openTmux(options: TmuxOptions): Tmux {
  const call = caller(options);
  const serially = inTurn();
  return {
    socket: options.socket,
    ensureServer: () => serially(() => ensureServer(options, call)),
    serverPid: async () => Number(await call(["display-message", "-p", "#{pid}"])),
    listPanes: async () =>
      (await call(["list-panes", "-a", "-F", PANE_FORMAT])).split("\n").filter(Boolean).map(toPane),
    spawnPane: (window) => serially(() => spawnPane(call, window)),
    respawnPane: (pane, respawn) => respawnPane(call, pane, respawn),
    killPane: (pane) => serially(() => killPane(call, pane)),
    showOverview: (text) => serially(() => showOverview(call, text)),
    capture: async (pane, lines) => toLines(await call(captureArgs(pane, lines)), lines),
    setPaneOptions: async (pane, changes) => void (await call(optionArgs(pane, changes))),
    nudge: async () =>
      void signalProcess(Number(await call(["display-message", "-p", "#{pid}"])), "SIGCHLD"),
    killServer: () => serially(() => killServer(options, call)),
  };
}

/** What a person's terminal runs to watch the agents; the window takes the terminal's size. */
export function attachCommand(socket: string, mayType: boolean): readonly string[] {
  const watching = mayType ? [] : ["-f", "read-only"];
  return ["tmux", "-S", socket, "attach-session", ...watching, "-t", `=${SESSION}`];
}

type Call = (args: readonly string[], input?: string) => Promise<string>;

/** One call to tmux. Its failures are told apart by asking the socket, not by reading tmux's words. */
function caller({ socket, timeoutMs = 5_000, environment }: TmuxOptions): Call {
  return async (args, input = "") => {
    const all = ["-S", socket, "-f", "/dev/null", ...args];
    const result = await within(
      timeoutMs,
      run("tmux", all, { env: environment, timeoutMs, input }),
    );
    if (result === "late") throw timedOut(socket, timeoutMs);
    if (result.exitCode === 0) return result.stdout.replace(/\n$/, "");
    throw (await isListening(socket)) ? refused(args, result.stderr.trim()) : notRunning(socket);
  };
}

/**
 * A server that was stopped keeps the pipes that its killed client had handed over, so the client's
 * end can't be waited for.
 */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | "late"> {
  const over = new AbortController();
  const late = delay(timeoutMs, "late" as const, { signal: over.signal });
  late.catch(() => {}); // Aborted when the work was in time.
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

/** Lets calls that build on each other's outcome run one after the other. */
function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}

async function ensureServer(options: TmuxOptions, call: Call): Promise<"started" | "running"> {
  const isRunning = (await isListening(options.socket)) || (await recallSocket(options.socket));
  // Without a session the server would end with the very call that started it.
  if (!isRunning) await call(["start-server", ";", "set-option", "-g", "exit-empty", "off"]);
  await call(["source-file", "-"], script(options.environment));
  if (isRunning) return "running";
  const size = ["-x", `${COLUMNS}`, "-y", `${ROWS}`];
  await call(["new-session", "-d", "-s", SENTINEL_SESSION, ...size, ...WAITING]);
  rememberServer(options.socket, Number(await call(["display-message", "-p", "#{pid}"])));
  return "started";
}

/** Settings and environment go by standard input, so that no value shows in the process list. */
function script(environment: Readonly<Record<string, string>>): string {
  const settings = SETTINGS.map(([name, value]) => `set-option -g ${name} ${quoted(value)}\n`);
  const variables = Object.entries(environment).map(
    ([name, value]) => `set-environment -g ${name} ${quoted(value)}\n`,
  );
  return [...settings, ...variables].join("");
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

async function spawnPane(call: Call, window: string): Promise<string> {
  const place = await placeFor(call, window);
  const pane = await call([...place, "-d", "-P", "-F", "#{pane_id}", ...WAITING]);
  await call(["pipe-pane", "-t", pane, DRAIN]);
  if (place[0] === "new-window") await call(turnTo(pane));
  await arrange(call, `=${SESSION}:=${window}`);
  return pane;
}

/** Who looks at the overview wants to see who has woken; who looks at another window is left there. */
const turnTo = (pane: string): string[] => [
  "if-shell",
  "-F",
  "-t",
  `=${SESSION}:`,
  `#{==:#{window_name},${OVERVIEW}}`,
  `select-window -t ${pane}`,
];

async function killPane(call: Call, pane: string): Promise<void> {
  const [window = "", panes] = (
    await call(["display-message", "-p", "-t", pane, "#{window_id} #{window_panes}"])
  ).split(" ");
  await call(["kill-pane", "-t", pane]);
  if (Number(panes) > 1) await arrange(call, window);
}

/** After the window's last pane; else in a new window; else in a new session. */
async function placeFor(call: Call, window: string): Promise<string[]> {
  const listed = await call([
    "list-panes",
    "-a",
    "-F",
    "#{pane_id} #{session_name}:#{window_name}",
  ]);
  const panes = listed.split("\n");
  const last = panes.findLast((pane) => pane.endsWith(` ${SESSION}:${window}`));
  if (last) return ["split-window", "-t", last.split(" ", 1)[0] ?? ""];
  if (panes.some((pane) => pane.includes(` ${SESSION}:`))) {
    return ["new-window", "-t", `=${SESSION}:`, "-n", window];
  }
  return ["new-session", "-s", SESSION, "-n", window, "-x", `${COLUMNS}`, "-y", `${ROWS}`];
}

async function arrange(call: Call, target: string): Promise<void> {
  const format = "#{window_width} #{window_height} #{window_panes}";
  const facts = await call(["display-message", "-p", "-t", target, format]);
  const [columns = COLUMNS, rows = ROWS, panes = 1] = facts.split(" ").map(Number);
  await call(["select-layout", "-t", target, gridLayout(columns, rows, panes)]);
}

const CLEAR = "\u001b[H\u001b[2J";

/**
 * A pane without a process shows what is written to it and costs nothing. tmux makes one only beside
 * another pane, which is removed at once.
 */
async function showOverview(call: Call, text: string): Promise<void> {
  const name = `#{session_name}:#{window_name} #{pane_id} #{pane_pid}`;
  const listed = (await call(["list-panes", "-a", "-F", name])).split("\n");
  const own = listed.find(
    (line) => line.startsWith(`${SESSION}:${OVERVIEW} `) && line.endsWith(" 0"),
  );
  const pane = own?.split(" ")[1] ?? (await spawnOverview(call));
  await call(["display-message", "-I", "-t", pane], CLEAR + text.replaceAll("\n", "\r\n"));
}

async function spawnOverview(call: Call): Promise<string> {
  const place = await placeFor(call, OVERVIEW);
  const beside = await call([...place, "-d", "-P", "-F", "#{pane_id}", ...WAITING]);
  const split = ["split-window", "-d", "-t", beside, "-P", "-F", "#{pane_id}", ""];
  return call([...split, ";", "kill-pane", "-t", beside]);
}

/** One call: what the pane showed, then its new identity, then its new process. */
async function respawnPane(call: Call, pane: string, respawn: Respawn) {
  const { owner, agent, generation } = respawn.identity;
  const variables = Object.entries(respawn.environment).flatMap(([name, value]) => [
    "-e",
    `${name}=${value}`,
  ]);
  const output = await call([
    ...captureArgs(pane, KEPT_LINES),
    ";",
    ...optionArgs(pane, {
      "@kantoku_owner": owner,
      "@kantoku_agent": agent,
      "@kantoku_generation": `${generation}`,
      "@kantoku_state": "",
    }),
    ";",
    "select-pane",
    "-t",
    pane,
    "-T",
    `${agent} · starting`,
    ";",
    "respawn-pane",
    "-k",
    "-t",
    pane,
    ...variables,
    ...respawn.command,
    ";",
    "display-message",
    "-p",
    "-t",
    pane,
    "#{pane_pid}",
  ]);
  const lines = output.split("\n");
  return {
    pid: Number(lines.at(-1)),
    lastLines: toLines(lines.slice(0, -1).join("\n"), KEPT_LINES),
  };
}

const captureArgs = (pane: string, lines: number): string[] => [
  "capture-pane",
  "-p",
  "-t",
  pane,
  "-S",
  `-${lines}`,
];

function optionArgs(pane: string, options: Readonly<Record<string, string>>): string[] {
  const commands = Object.entries(options).flatMap(([name, value]) =>
    value === ""
      ? [";", "set-option", "-p", "-u", "-q", "-t", pane, name]
      : [";", "set-option", "-p", "-t", pane, name, value],
  );
  return commands.slice(1);
}

function toLines(captured: string, most: number): string[] {
  return captured.trimEnd().split("\n").slice(-most);
}

/** The title comes last: it alone may hold a comma. */
const PANE_FORMAT = [
  ..."pane_id pane_pid pane_dead pane_dead_status pane_dead_signal".split(" "),
  ..."@kantoku_owner @kantoku_agent @kantoku_generation pane_title".split(" "),
]
  .map((name) => `#{${name}}`)
  .join(",");

function toPane(line: string): TmuxPane {
  const [
    id = "",
    pid,
    dead,
    status = "",
    signal = "",
    owner = "",
    agent = "",
    generation,
    ...title
  ] = line.split(",");
  return {
    id,
    pid: Number(pid),
    isDead: dead === "1",
    exitCode: status === "" ? null : Number(status),
    exitSignal: signal === "" ? null : Number(signal),
    identity: { owner, agent, generation: Number(generation ?? 0) },
    title: title.join(","),
  };
}

async function killServer({ socket }: TmuxOptions, call: Call): Promise<void> {
  if (await isListening(socket)) await call(["kill-server"]);
  forgetServer(socket);
}

function refused(args: readonly string[], words: string): OperationalError {
  return new OperationalError("tmux-refused", `tmux refused ${args[0]}: ${words}`);
}

function notRunning(socket: string): OperationalError {
  return new OperationalError("tmux-not-running", `No tmux server listens on ${socket}.`, {
    hint: "It is started again by the daemon: ./kantoku up",
  });
}

function timedOut(socket: string, timeoutMs: number): OperationalError {
  return new OperationalError(
    "tmux-timed-out",
    `The tmux server on ${socket} was silent for ${timeoutMs} ms.`,
    { hint: "See whether the host is overloaded or the server was stopped (ps, state T)." },
  );
}
