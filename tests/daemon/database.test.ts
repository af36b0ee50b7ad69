import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Sqlite from "better-sqlite3";
import { ROLES } from "../../agents/agent.ts";
import { homeAt } from "../../kernel/home.ts";
import { run } from "../../kernel/process.ts";
import { eventually } from "../support/eventually.ts";
import { kantoku, kantokuJson, makeHome, PROJECT, temporaryHome } from "./command.ts";

interface Status {
  readonly state: string;
  readonly pid: number;
}

async function prepared(home: string): Promise<string> {
  await makeHome(home);
  return homeAt(home).database;
}

function runDaemonIn(home: string) {
  const env = { PATH: process.env["PATH"] ?? "", KANTOKU_HOME: home };
  return run(process.execPath, [join(PROJECT, "daemon", "main.ts")], { env, timeoutMs: 300_000 });
}

/** Overwrites pages after the first: opening works, reading doesn't. */
function damage(path: string): Buffer {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4_096 * 2, bytes.length);
  writeFileSync(path, bytes);
  return bytes;
}

const examinations = (home: string): { suspicion: string; ms: number }[] =>
  readFileSync(join(home, "logs", "kantoku.log"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { event: string; suspicion: string; ms: number })
    .filter(({ event }) => event === "database.examined");

test("only a daemon that was killed has its successor look through the database", async (t) => {
  const home = temporaryHome(t);
  await kantoku(home, ["up", "--detach", "--port", "0"]);
  const { pid } = await kantokuJson<Status>(home, ["status"]);
  process.kill(pid, "SIGKILL");
  const next = await kantoku(home, ["up", "--detach", "--port", "0"]);
  assert.equal(next.exitCode, 0, next.stderr);
  const [found, ...others] = examinations(home);
  assert.equal(found?.suspicion, "cut-off");
  assert.equal(typeof found?.ms, "number");
  assert.deepEqual(others, []);
  await kantoku(home, ["restart"]);
  assert.equal(examinations(home).length, 1, "a restart ends as it should, though agents live on");
});

test("a damaged database keeps the daemon from starting, and stays as it is", async (t) => {
  const home = temporaryHome(t);
  const path = await prepared(home);
  const bytes = damage(path);
  const direct = await runDaemonIn(home);
  assert.equal(direct.exitCode, 1);
  assert.match(
    direct.stderr,
    /^The database \S+ is damaged: [^\n]+\n[^\n]*restore a backup[^\n]*\n$/,
  );
  const detached = await kantoku(home, ["up", "--detach", "--port", "0"]);
  assert.equal(detached.exitCode, 1);
  assert.match(detached.stderr, /is damaged: /);
  assert.deepEqual(readFileSync(path), bytes, "neither mended nor made worse");
  const doctor = await kantoku(home, ["doctor"]);
  assert.equal(doctor.exitCode, 1);
  assert.match(doctor.stdout, /✗ +database +damaged: /);
  assert.match(doctor.stdout, /restore a backup/);
});

test("a database of a newer Kantoku is refused in one line, by the daemon and by every command", async (t) => {
  const home = temporaryHome(t);
  const path = await prepared(home);
  {
    const connection = new Sqlite(path);
    connection.exec("insert into migrations (room, number, name) values ('queue', 999, 'later')");
    connection.close();
  }
  const refusal =
    /^The database \S+ was written by a newer Kantoku \(queue 999, this one knows \d+\)\.\nUpgrade Kantoku, [^\n]+\n$/;
  const daemon = await runDaemonIn(home);
  const status = await kantoku(home, ["status"]);
  const stats = await kantoku(home, ["queue", "stats"]);
  for (const { exitCode, stderr } of [daemon, status, stats]) {
    assert.match(stderr, refusal);
    assert.equal(exitCode, 1);
  }
  const size = statSync(path).size;
  assert.equal((await kantoku(home, ["up", "--detach"])).exitCode, 1);
  assert.equal(statSync(path).size, size);
});

test("kantoku doctor looks through the database of a home that has one", async (t) => {
  const home = temporaryHome(t);
  const before = await kantoku(home, ["doctor"]);
  assert.match(before.stdout, /✓ +database +none yet/);
  await prepared(home);
  const after = await kantoku(home, ["doctor"]);
  assert.match(after.stdout, /✓ +database +sound: \d+\.\d MiB in \d+ ms/);
});

test("damaged beats keep nobody from working, and doctor tells them from the database", async (t) => {
  const home = temporaryHome(t);
  await prepared(home);
  const { heartbeats } = homeAt(home);
  writeFileSync(heartbeats, NONSENSE);
  const doctor = await kantoku(home, ["doctor"]);
  assert.equal(doctor.exitCode, 1);
  assert.match(doctor.stdout, /✓ +database +sound/);
  assert.match(doctor.stdout, /✗ +beats +damaged: /);
  assert.match(doctor.stdout, /kantoku status: it puts data\/heartbeats\.db aside/);
  const agents = await kantoku(home, ["agents"]);
  assert.equal(agents.exitCode, 0);
  assert.match(
    agents.stderr,
    /^The database \S+heartbeats\.db is damaged: [^\n]+ nothing of worth was lost\.\n$/,
  );
  assert.match((await kantoku(home, ["doctor"])).stdout, /✓ +beats +sound/);
  writeFileSync(heartbeats, NONSENSE);
  const up = await kantoku(home, ["up", "--detach", "--port", "0"]);
  assert.equal(up.exitCode, 0, up.stderr);
  assert.equal(renewals(home), 1);
});

test("agents at work live on when the file of their beats is damaged", async (t) => {
  const home = temporaryHome(t);
  const crew = `crew: [{ name: solo, roles: [${ROLES.join(", ")}], count: 1 }]\n`;
  writeFileSync(join(home, "kantoku.config.yaml"), crew);
  assert.equal((await kantoku(home, ["up", "--detach", "--port", "0"])).exitCode, 0);
  const before = await readyAgent(home, 0);
  const { heartbeats } = homeAt(home);
  for (const file of [heartbeats, `${heartbeats}-wal`]) writeFileSync(file, NONSENSE);
  const damagedAt = Date.now();
  await eventually("the damage to be told", () => renewals(home) > 0);
  const after = await readyAgent(home, damagedAt + 2_000);
  assert.deepEqual([after.pid, after.restarts], [before.pid, 0]);
  assert.ok(!existsSync(join(home, "logs", "crashes")));
});

const NONSENSE = Buffer.alloc(65_536, 0xa5);

interface Agent {
  readonly pid: number;
  readonly state: string;
  readonly restarts: number;
  readonly heartbeatAt: number | null;
}

function readyAgent(home: string, heardSince: number): Promise<Agent> {
  return eventually("the agent to be heard", async () => {
    const [agent] = await kantokuJson<Agent[]>(home, ["agents"]);
    return agent?.state === "ready" && (agent.heartbeatAt ?? 0) > heardSince && agent;
  });
}

const renewals = (home: string): number =>
  readFileSync(join(home, "logs", "kantoku.log"), "utf8").split('"heartbeats.renewed"').length - 1;
