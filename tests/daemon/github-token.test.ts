import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { codeOf } from "../../kernel/errors.ts";
import { run } from "../../kernel/process.ts";
import { eventually } from "../support/eventually.ts";
import { daemonIn, processesOf, type AgentView } from "../support/daemon.ts";
import { startGitHub } from "../support/github/github.ts";

const TOKEN = "stand-in-token";

interface Status {
  readonly pid: number;
  readonly tmux: { readonly socket: string };
}

test("GitHub's token is in the daemon alone: no agent, pane or file has it, while it works", async (t) => {
  const config = JSON.stringify({
    http: { port: 0 },
    github: { repositories: ["acme/films"], pollMs: 200 },
    crew: [
      { name: "all", count: 1, roles: ROLES.slice(0, 7) },
      { name: "rest", count: 1, roles: ROLES.slice(7) },
    ],
  });
  const github = await startGitHub();
  const environment = { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: github.url };
  const daemon = daemonIn(t, config, environment);
  t.after(() => github.close());
  github.repository("acme/films");
  await daemon.up();
  await eventually("GitHub is asked with the token", () =>
    github.requests.some(({ status }) => status === 200),
  );
  const agents = await eventually("all agents are there", async () => {
    const views = await daemon.json<AgentView[]>("agents");
    return views.length === 2 && views.every(({ pid }) => pid !== null) && views;
  });
  const { pid, tmux } = await daemon.json<Status>("status");

  const others = [...processesOf(daemon.home), ...agents.map((agent) => agent.pid ?? 0)];
  const holders = [...new Set(others)].filter((one) => one !== pid && knows(one));
  assert.deepEqual(
    holders,
    [],
    "no other process has it in its environment or on its command line",
  );
  assert.ok(!commandLine(pid).includes(TOKEN), "nor the daemon on its own");
  const ask = async (...args: string[]): Promise<string> =>
    (await run("tmux", ["-S", tmux.socket, ...args])).stdout;
  const panes = (await ask("list-panes", "-a", "-F", "#{pane_id}")).split("\n").filter(Boolean);
  assert.ok(panes.length >= 2);
  for (const pane of panes) {
    assert.ok(!(await ask("capture-pane", "-p", "-S", "-", "-t", pane)).includes(TOKEN), pane);
  }
  assert.ok(!(await ask("show-environment", "-g")).includes(TOKEN));
  assert.deepEqual(filesWith(daemon.home), []);
});

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

function knows(pid: number): boolean {
  try {
    return (readFileSync(`/proc/${pid}/environ`, "utf8") + commandLine(pid)).includes(TOKEN);
  } catch {
    return false; // It has ended meanwhile.
  }
}

function commandLine(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8");
}

function filesWith(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => {
      try {
        return statSync(path).isFile() && readFileSync(path).includes(TOKEN);
      } catch (error) {
        if (codeOf(error) !== "ENOENT") throw error; // Removed meanwhile.
        return false;
      }
    });
}
