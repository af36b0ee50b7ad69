import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { CrashReport } from "../../watchdog/crash.ts";
import { eventually } from "../support/eventually.ts";
import { daemonIn, type AgentView } from "../support/daemon.ts";

const GOOD = `
http: { port: 0 }
crew:
  - name: critic
    roles: [critic]
    count: 1
  - name: others
    roles: [concept-planner, scriptsmith, shotmaster, videosolver, asset-synthesizer, narrator, composer, director, editor, renderer, post-processor, publisher]
`;

test("an agent that can't read the config is quarantined, and back when that is mended; bad names are refused", async (t) => {
  const mend = { file: "" };
  // Before everything is stopped: `kantoku down` reads the file, too.
  t.after(() => writeFileSync(mend.file, GOOD));
  const daemon = daemonIn(t, GOOD);
  mend.file = join(daemon.home, "kantoku.config.yaml");
  await daemon.up();
  const critic = (state: string, generation: number) =>
    eventually(`the critic to be ${state}`, async () => {
      const agents = await daemon.json<AgentView[]>("agents");
      return agents.find(
        (agent) =>
          agent.name === "critic" && agent.state === state && agent.generation >= generation,
      );
    });
  const { pid, generation } = await critic("ready", 1);

  writeFileSync(mend.file, `${GOOD}renderr: {}\n`);
  process.kill(pid ?? 0, "SIGKILL");
  const line = await eventually("people to be told", () =>
    readFileSync(join(daemon.home, "logs", "kantoku.log"), "utf8")
      .split("\n")
      .find((entry) => entry.includes("agent.quarantined")),
  );
  const { reason } = JSON.parse(line) as { reason: string };
  assert.match(
    reason,
    /^bad-config: kantoku\.config\.yaml:\d+:\d+: unknown setting "renderr" \(did you mean "render"\?\)$/,
  );
  writeFileSync(mend.file, GOOD);
  await critic("ready", generation + 2);

  // Reports are written when nobody starts.
  const crashes = await eventually("both reports", async () => {
    const reports = await daemon.json<CrashReport[]>("agents", "crashes", "critic");
    return reports.length === 2 && reports;
  });
  assert.deepEqual(
    crashes.map(({ id, cause }) => [id, cause]),
    [
      [`critic#${generation + 1}`, "bad-config"],
      [`critic#${generation}`, "signal SIGKILL"],
    ],
  );
  const asked: [string[], RegExp][] = [
    [["hold", "critc"], /there is no agent "critc" \(did you mean "critic"\?\)/],
    [["restart", "nobody"], /there is no agent "nobody" \(there are: critic, others\)/],
    [["dismiss", "critic"], /there is nothing to dismiss: critic was not lost for good/],
  ];
  for (const [args, expected] of asked) {
    const { stderr, exitCode } = await daemon.command("agents", ...args);
    assert.equal(exitCode, 2);
    assert.match(stderr, expected);
  }
});
