import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { homeAt } from "../../kernel/home.ts";
import { runOrThrow } from "../../kernel/process.ts";
import type { Heartbeat } from "../../queue/heartbeat.ts";
import { openHeartbeats } from "../../queue/heartbeats.ts";
import { eventually } from "../support/eventually.ts";
import {
  daemonIn,
  processesOf,
  type AgentView,
  type JobView,
  type TestDaemon,
} from "../support/daemon.ts";

const CONFIG = `
http: { port: 0 }
agents: { silentMs: 1500, leaseMs: 10000 }
render: { scale: 0.2 }
`;

const BRIEF = `---
duration: 12
---
# A lighthouse that repairs itself

The lamp of the old lighthouse never goes out.

- A keeper looks at it every second
- A broken part is replaced at once
- The log tells what happened

Ships trust it since 1901.
`;

/** By its beats: a command takes a second to tell, and a step may be over by then. */
async function agentAtWork({ home }: TestDaemon, role: RegExp): Promise<Heartbeat> {
  using heartbeats = openHeartbeats(homeAt(home).heartbeats);
  return await eventually(`an agent ${role} at work`, () =>
    heartbeats.all().find(({ agent, state }) => role.test(agent) && state === "busy"),
  );
}

/** tmux resumes what is stopped in its panes; where it missed that, the watchdog replaces the agent. */
function stands(pid: number | null): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").includes(") T ");
  } catch {
    return false;
  }
}

test("a film is finished, once, though an agent is killed, another stopped, and the daemon killed", async (t) => {
  const daemon = daemonIn(t, CONFIG);
  const brief = join(daemon.home, "lighthouse.md");
  writeFileSync(brief, BRIEF);
  await daemon.up();
  const { pid } = await daemon.json<{ pid: number }>("status");
  const { job } = await daemon.json<{ job: string }>("submit", brief);
  const view = (): Promise<JobView> => daemon.json<JobView>("job", job);

  const killed = await agentAtWork(daemon, /^sound$/);
  process.kill(killed.pid, "SIGKILL");

  const stopped = await agentAtWork(daemon, /^renderer/);
  process.kill(stopped.pid, "SIGSTOP");
  await eventually("the stopped agent to be resumed or replaced", () => !stands(stopped.pid));

  process.kill(pid, "SIGKILL");
  const before = await view();
  const finishedBefore = before.steps.filter((step) => step.status === "done");
  assert.ok(finishedBefore.length > 5, "the daemon was killed in mid-job");
  assert.equal(before.status, "running");
  await daemon.up();

  const { exitCode, stderr } = await daemon.command("watch", job);
  assert.equal(exitCode, 0, stderr);
  const after = await view();
  assert.equal(after.status, "done");
  for (const step of finishedBefore) {
    assert.deepEqual(
      after.steps.find((each) => each.name === step.name),
      step,
      `${step.name} was finished and did not run again`,
    );
  }

  const agents = await daemon.json<AgentView[]>("agents");
  const now = agents.find((agent) => agent.name === killed.agent);
  assert.ok(now && now.generation > killed.generation, "the killed agent was replaced");
  assert.ok(!processesOf(daemon.home).includes(killed.pid), "the killed process is gone");
  await assertOneFilm(daemon.home, job, 12);
  const topics = await daemon.json<{ ready: number; leased: number; dead: number }[]>(
    "queue",
    "stats",
  );
  assert.ok(
    topics.every(({ ready, leased, dead }) => ready + leased + dead === 0),
    JSON.stringify(topics),
  );

  await daemon.command("down");
  await eventually("every process of the home to end", () => processesOf(daemon.home).length === 0);
});

async function assertOneFilm(home: string, job: string, seconds: number): Promise<void> {
  assert.deepEqual(readdirSync(join(home, "data", "jobs")), [job]);
  const film = join(home, "data", "jobs", job, "film.mp4");
  const probe = [
    "-v",
    "error",
    "-show_entries",
    "format=duration:stream=codec_name",
    "-of",
    "json",
    film,
  ];
  const { stdout } = await runOrThrow("ffprobe", probe);
  const { format, streams } = JSON.parse(stdout) as {
    format: { duration: string };
    streams: { codec_name: string }[];
  };
  assert.deepEqual(
    streams.slice(0, 2).map((stream) => stream.codec_name),
    ["h264", "aac"],
  );
  assert.ok(Math.abs(Number(format.duration) - seconds) <= 0.5, format.duration);
}
