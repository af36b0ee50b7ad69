import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperationalError } from "../../kernel/errors.ts";
import { run, runOrThrow } from "../../kernel/process.ts";
import { backupFolder } from "../backup/folder.ts";
import type { Config } from "../config.ts";
import { findProgram } from "../doctor.ts";
import { prepareHome } from "../home.ts";
import type { Account, Unit } from "../units.ts";
import { backupPreparation } from "./backup-units.ts";
import type { Step } from "./step.ts";

/** What comes before the units: their check, the home's folders, and whether the account reaches all. */
export function preparations(
  config: Config,
  account: Account,
  units: readonly Unit[],
  user: boolean,
): Step[] {
  const { root } = config.home;
  const hasBackup = units.some(({ name }) => name === "kantoku-backup.service");
  const isForAnother = process.getuid?.() === 0 && !user && account.user !== "root";
  return [
    ...(findProgram("systemd-analyze", config.path) ? [verification(units, user)] : []),
    { words: `make data and logs in ${root}`, act: () => prepareHome(config.home) },
    ...(isForAnother ? [gift(config, account)] : []),
    ...(hasBackup ? [backupPreparation(config)] : []),
    ...(isForAnother ? [access(config, account, hasBackup)] : []),
  ];
}

function verification(units: readonly Unit[], user: boolean): Step {
  const args = [...(user ? ["--user"] : []), "verify"];
  return {
    words: `check the units: systemd-analyze ${args.join(" ")}`,
    act: () => verify(units, args),
  };
}

/** Units of others that they need, and that are unsound, are not our business. */
async function verify(units: readonly Unit[], args: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kantoku-units-"));
  try {
    const files = units.map(({ name }) => join(folder, name));
    for (const { name, text } of units) writeFileSync(join(folder, name), text);
    const verdict = await run("systemd-analyze", [...args, ...files], { timeoutMs: 60_000 });
    const ours = verdict.stderr.split("\n").filter((line) => line.includes("kantoku"));
    if (verdict.exitCode === 0 || ours.length === 0) return;
    throw new OperationalError("unit-unsound", `systemd refuses the units:\n${ours.join("\n")}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What root made, or ran before, must belong to the service. */
function gift({ home }: Config, { user, group }: Account): Step {
  const args = ["--recursive", "--no-dereference", `${user}:${group}`, home.data, home.logs];
  return {
    words: `give data and logs to ${user}`,
    act: () => runOrThrow("chown", args, { timeoutMs: 600_000 }),
  };
}

function access(config: Config, { user }: Account, hasBackup: boolean): Step {
  const { home, project } = config;
  const program = join(project, "daemon", "main.ts");
  const needs = [
    ["-x", process.execPath],
    ["-r", program],
    ["-w", home.data],
    ...(hasBackup ? ([["-w", backupFolder(config)]] as const) : []),
  ] as const;
  return {
    words: `check that ${user} reaches the program and the home`,
    act: async () => {
      for (const [flag, path] of needs) {
        const args = ["-u", user, "--", "test", flag, path];
        const { exitCode } = await run("runuser", args, { timeoutMs: 30_000 });
        if (exitCode !== 0) throw outOfReach(user, path);
      }
    },
  };
}

function outOfReach(user: string, path: string): OperationalError {
  return new OperationalError("out-of-reach", `The user ${user} can't reach ${path}.`, {
    hint: "Keep the program and the home where that user may go, such as /opt and /srv.",
  });
}
