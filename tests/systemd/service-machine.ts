import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { ROLES } from "../../agents/agent.ts";
import type { RunResult } from "../../kernel/process.ts";
import { eventually } from "../support/eventually.ts";
import { type AgentView } from "../support/daemon.ts";
import type { Cleanup } from "../support/temp.ts";
import { bootMachine, type Machine } from "./machine.ts";

/** The home of the service in the machine, owned by the user `kantoku`. */
export const HOME = "/srv/kantoku";

/** Two agents who do everything: a crew whose size doesn't follow the load. */
const CONFIG = `
http: { port: 0 }
crew: [{ name: worker, roles: [${ROLES.join(", ")}], count: 2, limits: { memory: 1GB, cpus: 1.5 } }]
render: { scale: 0.2 }
agents: { drainMs: 2000 }
`;

export const GITHUB_TOKEN = "ghp_a-token-that-no-agent-may-see";

/** A booted machine with a user, a home and a secret, ready for `kantoku service install`. */
export interface ServiceMachine extends Machine {
  /** The command, as root, on the service's home. */
  kantoku(...args: string[]): Promise<RunResult>;
  json<T>(...args: string[]): Promise<T>;
  /** A property of the daemon's unit. */
  property(name: string): Promise<string>;
  /** All agents, once all of them are ready. */
  readyAgents(): Promise<AgentView[]>;
}

export interface ServiceMachineOptions {
  /** Size of a disk of the home's own, such as `48m`. */
  readonly disk?: string;
}

export async function bootServiceMachine(
  t: Cleanup,
  { disk }: ServiceMachineOptions = {},
): Promise<ServiceMachine> {
  const machine = await bootMachine(t);
  const kantoku = (...args: string[]): Promise<RunResult> =>
    machine.run("env", `KANTOKU_HOME=${HOME}`, "/opt/kantoku/kantoku", ...args);
  const json = async <T>(...args: string[]): Promise<T> => {
    const { stdout, stderr, exitCode, signal } = await kantoku(...args, "--json");
    if (stdout.trim() !== "") return JSON.parse(stdout) as T;
    throw new Error(`kantoku ${args.join(" ")} ended with ${signal ?? exitCode}: ${stderr}`);
  };
  await machine.run("userdel", "kantoku"); // Should the host have one, with whatever home.
  await machine.ask("rm", "-rf", HOME);
  await machine.ask("useradd", "--system", "--home-dir", HOME, "--create-home", "kantoku");
  if (disk !== undefined) {
    await machine.ask("mount", "-t", "tmpfs", "-o", `size=${disk},mode=0755`, "none", HOME);
  }
  mkdirSync(join(machine.root, "etc/kantoku"), { mode: 0o700 });
  const secret = join(machine.root, "etc/kantoku/github-token");
  writeFileSync(secret, `${GITHUB_TOKEN}\n`, { mode: 0o600 });
  writeFileSync(join(machine.root, HOME, "kantoku.config.yaml"), CONFIG);
  await machine.ask("chown", "-R", "kantoku:kantoku", HOME);
  return Object.assign(machine, {
    kantoku,
    json,
    property: (name: string) =>
      machine.ask("systemctl", "show", "kantoku", `--property=${name}`, "--value"),
    readyAgents: () =>
      eventually("both agents to be ready", async () => {
        const agents = await json<AgentView[]>("agents");
        return agents.length === 2 && agents.every(({ state }) => state === "ready") && agents;
      }),
  });
}

/** Who an agent is, and in which life. */
export function lives(agents: readonly AgentView[]) {
  return agents.map(({ name, pid, generation }) => ({ name, pid, generation }));
}

/** Tests that share a machine, one after the other; what fails shows the machine's journal. */
export function partsOf(t: TestContext, machine: Machine) {
  return (title: string, work: () => Promise<void>, skip: string | false = false): Promise<void> =>
    t.test(title, { skip }, async () => {
      try {
        await work();
      } catch (error) {
        const journal = await machine.run("journalctl", "--no-pager", "--lines=100");
        t.diagnostic(`The machine's journal:\n${journal.stdout}`);
        throw error;
      }
    });
}
