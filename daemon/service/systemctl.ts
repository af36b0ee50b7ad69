import { existsSync } from "node:fs";
import { OperationalError } from "../../kernel/errors.ts";
import { run } from "../../kernel/process.ts";

/** A systemd that runs and answers: the system's, or a user's own. */
export interface Systemctl {
  /** What a person types for the same: `systemctl --user restart kantoku`. */
  words(...args: string[]): string;
  /** Rejects with `systemd-refused` and systemd's own reason. */
  do(...args: string[]): Promise<void>;
  /** Properties of a unit as `systemctl show` has them; empty for what it doesn't know. */
  show<Name extends string>(unit: string, names: readonly Name[]): Promise<Record<Name, string>>;
}

/** A start waits for READY=1 and a stop for the agents' last work. */
const LIMIT_MS = 600_000;

/** Throws `systemd-missing` where no systemd runs, `systemd-silent` when it doesn't answer us. */
export async function openSystemctl(user: boolean): Promise<Systemctl> {
  if (!existsSync("/run/systemd/system")) throw missing();
  const command = ["systemctl", ...(user ? ["--user"] : [])];
  const words = (...args: string[]): string => [...command, ...args].join(" ");
  const ask = (...args: string[]) =>
    run("systemctl", [...command.slice(1), ...args], { timeoutMs: LIMIT_MS });
  if ((await ask("show", "--property=Version")).exitCode !== 0) throw silent(user);
  return {
    words,
    do: async (...args) => {
      const { exitCode, stderr } = await ask(...args);
      if (exitCode === 0) return;
      const [reason = ""] = stderr.split("\n", 1);
      throw new OperationalError("systemd-refused", `${words(...args)}: ${reason}`, {
        hint: `See why: journalctl ${user ? "--user " : ""}-u ${args.at(-1)} -n 20`,
      });
    },
    show: async (unit, names) => {
      const { stdout } = await ask("show", unit, `--property=${names.join(",")}`);
      return parseProperties(stdout, names);
    },
  };
}

function parseProperties<Name extends string>(text: string, names: readonly Name[]) {
  const found = new Map(text.split("\n").map((line) => split(line)));
  return Object.fromEntries(names.map((name) => [name, found.get(name) ?? ""])) as Record<
    Name,
    string
  >;
}

function split(line: string): [string, string] {
  const at = line.indexOf("=");
  return [line.slice(0, at), line.slice(at + 1)];
}

function missing(): OperationalError {
  return new OperationalError("systemd-missing", "systemd does not run this machine.", {
    hint: "Without it: kantoku up --detach. To only write the units: --to FOLDER, or --dry-run.",
  });
}

function silent(user: boolean): OperationalError {
  const whose = user ? "Your own systemd" : "systemd";
  return new OperationalError("systemd-silent", `${whose} does not answer.`, {
    hint: user
      ? "Log in as this user (su and sudo don't start it), or first: sudo loginctl enable-linger USER"
      : "See: systemctl status",
  });
}
