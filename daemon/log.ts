import { once } from "node:events";
import { join } from "node:path";
import winston from "winston";
import type { EventMap, Events } from "../kernel/events.ts";
import type { Config } from "./config.ts";
import { redactor } from "./redact.ts";
import { rotatingFile } from "./rotating-file.ts";

type Level = "error" | "warn" | "info" | "debug";

/** How grave an event is; whatever is not named here is `info`. */
const LEVELS: Partial<Record<keyof EventMap, Level>> = {
  "step.ready": "debug",
  "github.answered": "debug",
  "step.retried": "warn",
  "brief.rejected": "warn",
  "lease.expired": "warn",
  "lease.lost": "warn",
  "agent.lost": "warn",
  "agent.restarted": "warn",
  "tmux.restarted": "warn",
  "clock.set": "warn",
  "crew.held-back": "warn",
  "health.alert": "warn",
  "agent.nudged": "warn",
  "restarts.spaced": "error",
  "database.examined": "warn",
  "heartbeats.renewed": "warn",
  "agent.quarantined": "error",
  "message.dead": "error",
  "service.failed": "error",
};

export interface LogOptions {
  /** File in `logs/`, without its extension. */
  readonly name: string;
  /** What else is written to stdout: JSON lines for journald, or words for a person. */
  readonly stdout: "json" | "words" | "nothing";
}

/** The log of one process. */
export interface Log {
  write(level: Level, event: string, details?: object): void;
  /** Writes an event down, as grave as its kind is. */
  event(name: keyof EventMap, payload: object): void;
  /** Resolves when everything is in the file. */
  close(): Promise<void>;
}

/**
 * JSON lines in `logs/<name>.log`, rotated by size, secrets hidden:
 * `{"ts":"…","level":"warn","event":"agent.restarted","agent":"renderer-1",…}`.
 */
export function openLog(config: Config, options: LogOptions): Log {
  const redact = redactor(Object.values(config.secrets));
  const line = winston.format.printf((entry) => redact(JSON.stringify(ordered(entry))));
  const file = rotatingFile(
    join(config.home.logs, `${options.name}.log`),
    config.log.maxBytes,
    config.log.files,
  );
  const transports: winston.transport[] = [
    new winston.transports.Stream({ stream: file, format: line, eol: "\n" }),
  ];
  if (options.stdout !== "nothing") {
    const words = winston.format.printf((entry) => redact(inWords(entry)));
    const format = options.stdout === "json" ? line : words;
    transports.push(new winston.transports.Console({ format }));
  }
  const logger = winston.createLogger({ level: config.log.level, transports });
  const write: Log["write"] = (level, event, details = {}) =>
    void logger.log({ level, message: event, ts: new Date().toISOString(), details });
  return {
    write,
    event: (name, payload) => write(LEVELS[name] ?? "info", name, payload),
    close: async () => {
      logger.end();
      await once(logger, "finish");
      file.end();
      await once(file, "finish");
    },
  };
}

/** Writes down every event; the one place where events become log lines. */
export function logEvents(events: Events, log: Log): void {
  events.onAny((name, payload) => log.event(name, payload));
}

function ordered(entry: winston.Logform.TransformableInfo): object {
  const { ts, level, message, details } = entry;
  return { ts, level, event: message, ...(details as object) };
}

/** `12:30:05 agent.changed agent=renderer-1 state=ready` */
function inWords(entry: winston.Logform.TransformableInfo): string {
  const time = String(entry["ts"]).slice(11, 19);
  const details = Object.entries(entry["details"] as object)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value]) => `${key}=${typeof value === "string" ? quoted(value) : value}`);
  return [time, entry.message, ...details].join(" ");
}

function quoted(text: string): string {
  return /[\s"=]/.test(text) ? JSON.stringify(text) : text;
}
