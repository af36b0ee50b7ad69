import type { Command } from "commander";

/** A command's file: adds arguments, options, examples and the action to its command. */
export interface CommandFile {
  define(command: Command): void;
}

export interface Entry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<CommandFile>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly Entry[] = [
  entry("up", "start the daemon", () => import("./commands/up.ts")),
  entry(
    "down",
    "let agents finish, then stop the daemon and its panes",
    () => import("./commands/down.ts"),
  ),
  entry("restart", "stop and start the daemon", () => import("./commands/restart.ts")),
  entry("status", "what the daemon does", () => import("./commands/status.ts")),
  entry("health", "what stands out of the usual", () => import("./commands/health.ts")),
  entry("attach", "watch agents at work in their panes", () => import("./commands/attach.ts")),
  entry(
    "doctor",
    "check that the machine has what is needed",
    () => import("./commands/doctor.ts"),
  ),
  entry("service", "run under systemd", () => import("./commands/service.ts")),
  entry(
    "backup",
    "copy all that can't be made again, while it works",
    () => import("./commands/backup.ts"),
  ),
  entry("restore", "put a backup into a home", () => import("./commands/restore.ts")),
  entry("submit", "make a film from a brief", () => import("./commands/submit.ts")),
  entry("validate", "check a brief without making a film", () => import("./commands/validate.ts")),
  entry("jobs", "list jobs", () => import("./commands/jobs.ts")),
  entry("job", "one job with its steps and outputs", () => import("./commands/job.ts")),
  entry("watch", "follow a job to its end", () => import("./commands/watch.ts")),
  entry(
    "explain",
    "what each patch did to a film; replay its versions",
    () => import("./commands/explain.ts"),
  ),
  entry("cancel", "stop a job", () => import("./commands/cancel.ts")),
  entry("retry", "try a job's failed steps again", () => import("./commands/retry.ts")),
  entry("rewind", "do a job again from one of its steps", () => import("./commands/rewind.ts")),
  entry(
    "agents",
    "list agents and their crashes; restart, hold or release one",
    () => import("./commands/agents.ts"),
  ),
  entry("queue", "send, receive and look after messages", () => import("./commands/queue.ts")),
  entry("github", "prepare repositories, and check them", () => import("./commands/github.ts")),
  entry("gallery", "see every scene in every look", () => import("./commands/gallery.ts")),
  entry("config", "print the settings in force", () => import("./commands/config.ts")),
];

function entry(name: string, summary: string, load: Entry["load"]): Entry {
  return { name, summary, load };
}
