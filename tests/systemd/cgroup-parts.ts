import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { type AgentView } from "../support/daemon.ts";
import { HOME, lives, type partsOf, type ServiceMachine } from "./service-machine.ts";

const UNIT = "/system.slice/kantoku-tmux.service";
/** As a person sees it in the machine. */
const GROUPS = `/sys/fs/cgroup${UNIT}/agents`;

interface Report {
  readonly findings: readonly { name: string; detail: string }[];
}

type Agent = ReturnType<typeof lives>[number];

/** What Delegate= of the agents' unit is for. The kernel must give what is tested to version 2 of cgroups. */
export async function cgroupParts(
  machine: ServiceMachine,
  part: ReturnType<typeof partsOf>,
): Promise<void> {
  const agents = async (): Promise<Agent[]> => lives(await machine.readyAgents());
  const controllers = (await machine.ask("cat", `${GROUPS}/cgroup.subtree_control`))
    .split(" ")
    .filter(Boolean);

  await part("each agent has a cgroup of its own, with the limits of its crew", async () => {
    const server = await machine.ask("systemctl", "show", "kantoku-tmux", "-P", "MainPID");
    assert.match(await machine.ask("cat", `/proc/${server}/cgroup`), new RegExp(`${UNIT}/server$`));
    for (const agent of await agents()) {
      const own = await machine.ask("cat", `/proc/${agent.pid}/cgroup`);
      assert.match(own, new RegExp(`${UNIT}/agents/${agent.name}\\.${agent.generation}$`));
      const [memory, cpu] = await Promise.all([
        limitOf(machine, agent, "memory.max"),
        limitOf(machine, agent, "cpu.max"),
      ]);
      if (controllers.includes("memory")) assert.equal(memory, `${pages(1_000_000_000)}`);
      if (controllers.includes("cpu")) assert.equal(cpu, "150000 100000");
    }
    const { findings } = await machine.json<Report>("doctor");
    const words = controllers.join(", ") || "none: not in this kernel's cgroup2";
    assert.equal(findings.find(({ name }) => name === "limits")?.detail, words);
  });

  await part("what an agent has left behind ends with it, however well hidden", async () => {
    const [one, other] = await agents();
    assert.ok(one && other);
    // No mark in its environment, a session of its own, and somebody else's child.
    const hidden = await intruder(machine, one, "setsid -f env -i sleep 4711 >/dev/null 2>&1");
    assert.equal(hidden.exitCode, 0, hidden.stderr);
    await machine.ask("kill", "-KILL", `${one.pid}`);
    await replaced(machine, one);
    await eventually("the hidden process is gone", async () => {
      return (await machine.run("pgrep", "-fx", "sleep 4711")).exitCode === 1;
    });
    assert.deepEqual(
      (await agents()).find(({ name }) => name === other.name),
      other,
    );
  });

  const whyNoMemory =
    !controllers.includes("memory") && "the kernel does not give memory to version 2 of cgroups";
  const outgrown = async (): Promise<void> => {
    const [one, other] = await agents();
    assert.ok(one && other);
    await machine.ask("sh", "-c", `echo 200M >${groupOf(one)}/memory.max`);
    const grow = "const held = []; for (;;) held.push(Buffer.alloc(1e7, 1));";
    await intruder(machine, one, `node -e '${grow}'`);
    await replaced(machine, one);
    assert.deepEqual(
      (await agents()).find(({ name }) => name === other.name),
      other,
    );
    const folder = join(machine.root, HOME, "logs/crashes");
    const causes = readdirSync(folder)
      .filter((file) => file.endsWith(`-${one.name}-${one.generation}.json`))
      .map(
        (file) => (JSON.parse(readFileSync(join(folder, file), "utf8")) as { cause: string }).cause,
      );
    assert.deepEqual(causes, ["out-of-memory"]);
    assert.equal(await machine.ask("systemctl", "is-active", "kantoku-tmux"), "active");
  };
  const title = "an agent that outgrows its memory is killed alone, and starts anew";
  await part(title, outgrown, whyNoMemory);
}

const groupOf = ({ name, generation }: Agent): string => `${GROUPS}/${name}.${generation}`;

/** Empty where the kernel has no such limit. */
async function limitOf(machine: ServiceMachine, agent: Agent, file: string): Promise<string> {
  return (await machine.run("cat", `${groupOf(agent)}/${file}`)).stdout.trim();
}

/** Runs a program in an agent's cgroup, as a child of nobody there. */
const intruder = (machine: ServiceMachine, agent: Agent, program: string) =>
  machine.run("sh", "-c", `echo 0 >${groupOf(agent)}/cgroup.procs; ${program}`);

const replaced = (machine: ServiceMachine, { name, pid }: Agent): Promise<AgentView> =>
  eventually(`another ${name}`, async () =>
    (await machine.readyAgents()).find((each) => each.name === name && each.pid !== pid),
  );

/** The kernel counts memory in pages of 4 KiB. */
const pages = (bytes: number): number => bytes - (bytes % 4096);
