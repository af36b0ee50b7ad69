import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { codeOf } from "../../kernel/errors.ts";
import { homeAt } from "../../kernel/home.ts";
import { run } from "../../kernel/process.ts";
import { shareBundle } from "../support/bundle.ts";
import { daemonIn, processesOf, type AgentView, type JobView } from "../support/daemon.ts";
import { eventually } from "../support/eventually.ts";
import { startGitHub } from "../support/github/github.ts";

const TOKEN = "stand-in-token";

interface Status {
  readonly pid: number;
  readonly tmux: { readonly socket: string };
}

test("GitHub's token is in the daemon alone: no agent, pane or file has it, while they film an issue", async (t) => {
  const config = JSON.stringify({
    http: { port: 0 },
    render: { scale: 0.2 },
    github: { repositories: ["acme/films"], pollMs: 200, answerWithinMs: 0 },
    crew: [
      { name: "all", count: 1, roles: ROLES.slice(0, 7) },
      { name: "rest", count: 1, roles: ROLES.slice(7) },
    ],
  });
  const github = await startGitHub();
  const environment = { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: github.url };
  const daemon = daemonIn(t, config, environment);
  t.after(() => github.close());
  const films = github.repository("acme/films");
  films.allow("olivia", "write");
  films.open({ by: "olivia", title: "The lighthouse", body: BRIEF, labels: ["video:approved"] });
  await shareBundle(homeAt(daemon.home));
  await daemon.up();
  const { pid, tmux } = await daemon.json<Status>("status");

  const look = async (): Promise<void> => {
    const agents = await daemon.json<AgentView[]>("agents");
    const others = [...processesOf(daemon.home), ...agents.map((agent) => agent.pid ?? 0)];
    const holders = [...new Set(others)].filter((one) => one !== pid && knows(one));
    assert.deepEqual(holders, [], "no other process has it in its environment or command line");
    assert.ok(!commandLine(pid).includes(TOKEN), "nor the daemon on its own");
    assert.deepEqual(await panesWith(tmux.socket), []);
    assert.deepEqual(filesWith(daemon.home), []);
  };
  await eventually("an agent works on the film", async () => {
    const [job] = await daemon.json<JobView[]>("jobs");
    if (!job) return false;
    const { steps } = await daemon.json<JobView>("job", job.id);
    return steps.some(({ status }) => status === "running");
  });
  await look();
  await eventually("a browser draws its pictures", () =>
    processesOf(daemon.home).some((one) => commandLine(one).includes("--type=renderer")),
  );
  await look();
  assert.ok(github.requests.some(({ status }) => status === 200));
});

const BRIEF = `A lamp that never goes out.

- A keeper looks at it every second
- A broken part is replaced at once

Duration: 8 seconds`;

const ROLES = [
  "concept-planner",
  "scriptsmith",
  "shotmaster",
  "videosolver",
  "asset-synthesizer",
  "narrator",
  "composer",
  "director",
  "editor",
  "renderer",
  "post-processor",
  "critic",
  "publisher",
];

async function panesWith(socket: string): Promise<string[]> {
  const ask = async (...args: string[]): Promise<string> =>
    (await run("tmux", ["-S", socket, ...args])).stdout;
  const panes = (await ask("list-panes", "-a", "-F", "#{pane_id}")).split("\n").filter(Boolean);
  assert.ok(panes.length > 0);
  const told = new Map([["the server's environment", await ask("show-environment", "-g")]]);
  for (const pane of panes) {
    told.set(pane, await ask("capture-pane", "-p", "-S", "-", "-t", pane));
  }
  return [...told].flatMap(([where, text]) => (text.includes(TOKEN) ? [where] : []));
}

function knows(pid: number): boolean {
  const environment = unlessGone(() => readFileSync(`/proc/${pid}/environ`, "utf8"), "");
  return (environment + commandLine(pid)).includes(TOKEN);
}

function commandLine(pid: number): string {
  return unlessGone(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"), "");
}

function filesWith(folder: string): string[] {
  const entries = unlessGone(() => readdirSync(folder, { withFileTypes: true }), []);
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesWith(path);
    if (!entry.isFile()) return [];
    return unlessGone(() => readFileSync(path), Buffer.alloc(0)).includes(TOKEN) ? [path] : [];
  });
}

/** In a home where others work, files and processes end between two looks. */
function unlessGone<T>(read: () => T, none: T): T {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ESRCH") throw error;
    return none;
  }
}
