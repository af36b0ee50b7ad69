import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { OperationalError } from "../../../kernel/errors.ts";
import { writeFileAtomically } from "../../../kernel/files.ts";
import { runOrThrow } from "../../../kernel/process.ts";
import { prepareHome } from "../../home.ts";
import { renderUnits, type Unit } from "../../units.ts";
import { configOf, examples } from "../options.ts";
import { note, print, printJson } from "../output.ts";

interface Options {
  user?: boolean;
  dryRun?: boolean;
  runAs?: string;
  to?: string;
  json?: boolean;
}

export function define(command: Command): void {
  const install = command
    .command("install")
    .description("write the units of the daemon and of its tmux server")
    .option("--user", "for your own systemd instead of the system's (no sandbox)")
    .option("--run-as <user>", "account of the service (default: the owner of the home)")
    .option("--to <folder>", "folder for the units (default: where systemd looks)")
    .option("--dry-run", "print the units and what would be done; change nothing")
    .option("--json", "print JSON")
    .action(installService);
  examples(
    install,
    "sudo kantoku service install --run-as kantoku",
    "kantoku service install --user",
    "kantoku service install --dry-run",
  );
}

async function installService(options: Options, command: Command): Promise<void> {
  const config = await configOf(command);
  if (!options.dryRun) prepareHome(config.home);
  const user = options.user === true;
  const units = await renderUnits(config, { user, runAs: options.runAs });
  const folder = options.to ?? unitFolder(user);
  const isLive = options.to === undefined && existsSync("/run/systemd/system");
  const steps = [
    ...units.map(({ name }) => `write ${join(folder, name)}`),
    ...(isLive ? [systemctl(user, "daemon-reload").join(" ")] : []),
  ];
  if (!options.dryRun) await install(units, folder, isLive, user);
  if (options.json) return printJson({ done: !options.dryRun, steps, units });
  if (options.dryRun) for (const { text } of units) print(text);
  note(`${options.dryRun ? "It would" : "Done"}:\n${steps.map((step) => `  ${step}`).join("\n")}`);
  note(`Start it with: ${systemctl(user, "enable", "--now", "kantoku").join(" ")}`);
}

async function install(
  units: readonly Unit[],
  folder: string,
  isLive: boolean,
  user: boolean,
): Promise<void> {
  try {
    for (const { name, text } of units) writeFileAtomically(join(folder, name), text);
  } catch (cause) {
    throw new OperationalError("units-unwritable", `The units can't be written to ${folder}.`, {
      hint: "Run it as root (sudo), or with --user for your own systemd.",
      cause,
    });
  }
  const [program = "", ...args] = systemctl(user, "daemon-reload");
  if (isLive) await runOrThrow(program, args, { timeoutMs: 30_000 });
}

function unitFolder(user: boolean): string {
  return user ? join(homedir(), ".config", "systemd", "user") : "/etc/systemd/system";
}

function systemctl(user: boolean, ...args: string[]): string[] {
  return ["systemctl", ...(user ? ["--user"] : []), ...args];
}
