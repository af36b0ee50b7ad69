import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../kernel/errors.ts";
import { realPath } from "../kernel/files.ts";
import { homeAt, type Home } from "../kernel/home.ts";
import type { readSettings } from "./checked-settings.ts";
import type { Override } from "./config-problems.ts";
import { findConfigFile, isProgram, readText } from "./configfile.ts";
import { keepSettings, recallSettings, type Source } from "./kept-settings.ts";
import { readSecrets, secretFile, type Environment, type Secrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";
import { version } from "./version.ts";

export type { Environment };

/** The complete, frozen configuration of one process. */
export interface Config extends Settings {
  readonly home: Home;
  /** The config file that was asked for; without one, the home's own is looked for. */
  readonly configFile: string | undefined;
  /** Folder of the program itself: templates, units, compositions. */
  readonly project: string;
  readonly version: string;
  /** Where programs are looked for. */
  readonly path: string;
  /** Never from the config file, never logged, never on a command line. */
  readonly secrets: Secrets;
  /** The file that a secret came from, to be read again when it is refused. */
  readonly secretFiles: { readonly githubToken: string | undefined };
  readonly systemd: {
    /** systemd's notification socket, when it started us. */
    readonly notifySocket: string | undefined;
    /** Ms after which systemd kills a daemon that has not reported; undefined without a watchdog. */
    readonly watchdogMs: number | undefined;
    /** Told by the unit: the tmux server is systemd's, so the daemon never starts one. */
    readonly ownsTmux: boolean;
    /** Told by the unit: the cgroup that we start in is ours to divide (Delegate=). */
    readonly delegatesCgroup: boolean;
  };
  /** What the tmux server and every agent in it get of the environment: no secret. */
  readonly agentEnvironment: Readonly<Record<string, string>>;
}

/** What the command line sets; it wins over the environment, which wins over the file. */
export interface Flags {
  readonly home?: string | undefined;
  readonly config?: string | undefined;
  readonly port?: number | undefined;
  readonly scale?: number | undefined;
  /** Of the daemon that is to be replaced: counts when nobody names a config file. */
  readonly configBefore?: string | undefined;
  /** Its folder of sockets, likewise. */
  readonly runBefore?: string | undefined;
}

export const PROJECT = resolve(import.meta.dirname, "..");

/** Variables that tell an agent what the daemon was told, and what programs need to run at all. */
const PASSED_ON = [
  "HOME",
  "LANG",
  "TZ",
  "KANTOKU_CONFIG",
  "KANTOKU_RUN",
  "KANTOKU_RENDER_SCALE",
  "KANTOKU_LOG_LEVEL",
  "OPENAI_BASE_URL",
  "OPENAI_MODEL",
] as const;

/**
 * Reads flags, environment and config file, once. The home is `KANTOKU_HOME`, or the project's own
 * folder. Throws an InputError for what can't be used.
 */
export async function loadConfig(
  flags: Flags = {},
  environment: Environment = process.env,
): Promise<Config> {
  const place = placeOf(flags, environment);
  const { file } = place;
  const settings = await checkedSettings(file, overrides(flags, environment));
  return configOf(settings, place, environment);
}

/**
 * As `loadConfig`, from what was kept of the very same file, flags and environment, if anything was: whoever
 * needs neither the parser nor the schema starts in half the time.
 */
export async function recallConfig(
  flags: Flags = {},
  environment: Environment = process.env,
): Promise<Config> {
  const place = placeOf(flags, environment);
  const settings = recall(place, flags, environment);
  if (!settings) return loadConfig(flags, environment);
  return configOf(settings, place, environment);
}

/** As `recallConfig` for an agent: what it had to check itself it keeps for the next one. */
export async function recallAgentConfig(environment: Environment = process.env): Promise<Config> {
  const place = placeOf({}, environment);
  const settings = recall(place, {}, environment) ?? (await keepFor(place, environment));
  return configOf(settings, place, environment);
}

function recall(place: Place, flags: Flags, environment: Environment): Settings | undefined {
  const source = sourceOf(place, flags, environment);
  return source && recallSettings(place.home.cache, source);
}

/**
 * Keeps what the agents of a daemon will recall. What an earlier version of the program has kept is
 * replaced with it.
 */
export async function keepForAgents({ agentEnvironment }: Config): Promise<void> {
  await keepFor(placeOf({}, agentEnvironment), agentEnvironment);
}

/** The home that flags and environment name, whatever its config file says. */
export function findHome(flags: Flags = {}, environment: Environment = process.env): Home {
  return placeOf(flags, environment).home;
}

/** The config file that they name, or that the home has. */
export function findFile(flags: Flags = {}, environment: Environment = process.env) {
  return placeOf(flags, environment).file;
}

/** Where a home is, and its config file. */
interface Place {
  readonly home: Home;
  readonly configFile: string | undefined;
  /** The folder of sockets that was asked for. */
  readonly run: string | undefined;
  /** `configFile`, or the one that was found. */
  readonly file: string | undefined;
}

/** Without links: whoever comes by another path is at the same home, with the same sockets and agents. */
function placeOf(flags: Flags, environment: Environment): Place {
  const root = realPath(resolve(flags.home ?? (environment["KANTOKU_HOME"] || PROJECT)));
  const named = flags.config ?? (environment["KANTOKU_CONFIG"] || flags.configBefore);
  const configFile = named === undefined ? undefined : resolve(named);
  const folder = environment["KANTOKU_RUN"] || flags.runBefore;
  const run = folder === undefined ? undefined : resolve(folder);
  return { home: homeAt(root, run), configFile, run, file: configFile ?? findConfigFile(root) };
}

/** Undefined where it can't be told from texts. */
function sourceOf({ file }: Place, flags: Flags, environment: Environment): Source | undefined {
  if (file !== undefined && (isProgram(file) || !existsSync(file))) return undefined;
  const text = file === undefined ? undefined : readText(file);
  return { text, overrides: overrides(flags, environment) };
}

async function keepFor(place: Place, environment: Environment): Promise<Settings> {
  const source = sourceOf(place, {}, environment);
  if (!source) return checkedSettings(place.file, overrides({}, environment));
  // The text that the digest is of, whatever the file says a moment later.
  const settings = await checkedSettings(place.file, source.overrides, source.text);
  keepSettings(place.home.cache, source, settings);
  return settings;
}

/** The schema is loaded where something is checked. */
async function checkedSettings(...written: Parameters<typeof readSettings>): Promise<Settings> {
  const { readSettings } = await import("./checked-settings.ts");
  return readSettings(...written);
}

function configOf(
  settings: Settings,
  { home, configFile, run }: Place,
  environment: Environment,
): Config {
  const told = { ...environment, KANTOKU_CONFIG: configFile, KANTOKU_RUN: run };
  const path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin";
  return deepFreeze({
    ...settings,
    home,
    configFile,
    project: PROJECT,
    version,
    path,
    secrets: readSecrets(environment),
    secretFiles: { githubToken: secretFile(environment, "GITHUB_TOKEN", "github-token") },
    systemd: {
      notifySocket: environment["NOTIFY_SOCKET"],
      watchdogMs: inMs(numberIn(environment, "WATCHDOG_USEC")),
      ownsTmux: environment["KANTOKU_TMUX"] === "systemd",
      delegatesCgroup: environment["KANTOKU_CGROUP"] === "delegated",
    },
    agentEnvironment: agentEnvironment(told, home, path),
  });
}

/** What a daemon gets that a person starts: not by what systemd told somebody else, such as the shell's own service. */
export function detachedEnvironment(environment: Environment = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !FROM_SYSTEMD.has(name)),
  );
}

/** As a login sets it, for all that this process starts. */
export function liveAs(user: string, folder: string): void {
  Object.assign(process.env, { HOME: folder, USER: user, LOGNAME: user });
}

const FROM_SYSTEMD: ReadonlySet<string> = new Set([
  "NOTIFY_SOCKET",
  "WATCHDOG_PID",
  "WATCHDOG_USEC",
  "KANTOKU_TMUX",
  "KANTOKU_CGROUP",
]);

/** What is set over the file, and where; an empty variable counts as not set. */
function overrides(flags: Flags, environment: Environment): Override[] {
  const number = (
    path: Override["path"],
    flag: string,
    flagged: number | undefined,
    name: string,
  ) =>
    flagged === undefined
      ? { path, value: numberIn(environment, name), from: name }
      : { path, value: flagged, from: flag };
  const text = (path: Override["path"], name: string) => {
    return { path, value: environment[name] || undefined, from: name };
  };
  return [
    number(["http", "port"], "--port", flags.port, "KANTOKU_PORT"),
    text(["http", "host"], "KANTOKU_HOST"),
    text(["github", "apiUrl"], "GITHUB_API_URL"),
    text(["openai", "baseUrl"], "OPENAI_BASE_URL"),
    text(["openai", "model"], "OPENAI_MODEL"),
    number(["render", "scale"], "--scale", flags.scale, "KANTOKU_RENDER_SCALE"),
    text(["log", "level"], "KANTOKU_LOG_LEVEL"),
  ].filter(({ value }) => value !== undefined);
}

/** Undefined where the variable is not set, or empty. */
function numberIn(environment: Environment, variable: string): number | undefined {
  const text = environment[variable];
  if (text === undefined || text === "") return undefined;
  const number = Number(text);
  if (!Number.isNaN(number)) return number;
  throw new InputError([{ where: variable, message: `"${text}" is no number` }]);
}

const inMs = (us: number | undefined): number | undefined =>
  us === undefined ? undefined : us / 1_000;

function agentEnvironment(
  environment: Environment,
  home: Home,
  path: string,
): Record<string, string> {
  const values: Record<string, string | undefined> = {
    ...Object.fromEntries(PASSED_ON.map((name) => [name, environment[name]])),
    PATH: path,
    KANTOKU_HOME: home.root,
    // For programs that are no agents of ours, but shall be missed as soon as they are gone.
    KANTOKU_LIFELINE: home.lifeline,
    // Compiled code is kept, so that an agent is back sooner.
    NODE_COMPILE_CACHE: join(home.cache, "node"),
  };
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
