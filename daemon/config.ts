import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readJson } from "../kernel/files.ts";
import { homeAt, type Home } from "../kernel/home.ts";
import { findConfigFile, readSettings } from "./configfile.ts";
import type { Settings } from "./settings.ts";

/** The complete, frozen configuration of one process. */
export interface Config extends Settings {
  readonly home: Home;
  /** Folder of the program itself: templates, units, compositions. */
  readonly project: string;
  readonly version: string;
  /** Never from the config file, never logged, never on a command line. */
  readonly secrets: Secrets;
  readonly systemd: {
    /** systemd's notification socket, when it started us. */
    readonly notifySocket: string | undefined;
    /** Ms after which systemd kills a daemon that has not reported; undefined without a watchdog. */
    readonly watchdogMs: number | undefined;
    /** Told by the unit: the tmux server is systemd's, so the daemon never starts one. */
    readonly ownsTmux: boolean;
  };
  /** What an agent's process needs to find the same configuration; holds no secret. */
  readonly agentEnvironment: Readonly<Record<string, string>>;
}

export interface Secrets {
  readonly openaiApiKey: string | undefined;
  readonly githubToken: string | undefined;
}

/** What the command line sets; it wins over the environment, which wins over the file. */
export interface Flags {
  readonly home?: string | undefined;
  readonly config?: string | undefined;
  readonly port?: number | undefined;
  readonly scale?: number | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const PROJECT = resolve(import.meta.dirname, "..");

/** Variables that tell an agent what the daemon was told; secrets go by file instead. */
const PASSED_ON = [
  "KANTOKU_HOME",
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
  const root = resolve(flags.home ?? environment["KANTOKU_HOME"] ?? PROJECT);
  const file = flags.config ?? environment["KANTOKU_CONFIG"] ?? findConfigFile(root);
  const settings = await readSettings(file, overrides(flags, environment));
  const home = homeAt(root, environment["KANTOKU_RUN"]);
  return deepFreeze({
    ...settings,
    home,
    project: PROJECT,
    version: version(),
    secrets: readSecrets(home, environment),
    systemd: {
      notifySocket: environment["NOTIFY_SOCKET"],
      watchdogMs: numberOf(environment["WATCHDOG_USEC"], 1 / 1000),
      ownsTmux: environment["KANTOKU_TMUX"] === "systemd",
    },
    agentEnvironment: { ...passedOn(environment), KANTOKU_HOME: root },
  });
}

/** Where a process leaves the secrets that its agents need: readable by their user only. */
export function credentialsFolder(home: Home): string {
  return join(home.run, "credentials");
}

function overrides(flags: Flags, environment: Environment) {
  return {
    http: given({
      port: flags.port ?? numberOf(environment["KANTOKU_PORT"]),
      host: environment["KANTOKU_HOST"],
    }),
    github: given({ apiUrl: environment["GITHUB_API_URL"] }),
    openai: given({
      baseUrl: environment["OPENAI_BASE_URL"],
      model: environment["OPENAI_MODEL"],
    }),
    render: given({ scale: flags.scale ?? numberOf(environment["KANTOKU_RENDER_SCALE"]) }),
    log: given({ level: environment["KANTOKU_LOG_LEVEL"] }),
  };
}

/** Without what was not set: an empty variable counts as not set. */
function given(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined && value !== ""),
  );
}

/** NaN stays NaN, so that the schema refuses what is not a number. */
function numberOf(text: string | undefined, factor = 1): number | undefined {
  return text === undefined || text === "" ? undefined : Number(text) * factor;
}

function readSecrets(home: Home, environment: Environment): Secrets {
  const folders = [environment["CREDENTIALS_DIRECTORY"], credentialsFolder(home)];
  const secret = (variable: string, file: string): string | undefined => {
    const value = environment[variable]?.trim();
    if (value) return value;
    const path = folders
      .filter((folder) => folder !== undefined)
      .map((folder) => join(folder, file))
      .find((candidate) => existsSync(candidate));
    return path === undefined ? undefined : readFileSync(path, "utf8").trim() || undefined;
  };
  return {
    openaiApiKey: secret("OPENAI_API_KEY", "openai-api-key"),
    githubToken: secret("GITHUB_TOKEN", "github-token"),
  };
}

function passedOn(environment: Environment): Record<string, string> {
  const set = PASSED_ON.map((name) => [name, environment[name]] as const);
  return Object.fromEntries(
    set.filter((entry): entry is [(typeof entry)[0], string] => !!entry[1]),
  );
}

function version(): string {
  return (readJson(join(PROJECT, "package.json")) as { version: string }).version;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
