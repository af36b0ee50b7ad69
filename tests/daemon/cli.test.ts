import assert from "node:assert/strict";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Command } from "commander";
import { COMMANDS } from "../../daemon/cli/commands.ts";
import { Settings } from "../../daemon/settings.ts";
import { run } from "../../kernel/process.ts";
import { kantoku, kantokuJson, makeHome, PROJECT, temporaryFolder } from "./command.ts";

const BRIEF = join(PROJECT, "examples", "release-announcement.md");

test("help names every command", async (t) => {
  const home = temporaryFolder(t);
  const { stdout, exitCode } = await kantoku(home, ["--help"]);
  assert.equal(exitCode, 0);
  for (const { name, summary } of COMMANDS) {
    assert.ok(stdout.includes(name) && stdout.includes(summary), name);
  }
  const help = await kantoku(home, ["queue", "send", "--help"]);
  assert.equal(help.exitCode, 0);
  for (const words of [
    ["help", "queue", "send"],
    ["queue", "help", "send"],
  ]) {
    assert.equal((await kantoku(home, words)).stdout, help.stdout, words.join(" "));
  }
});

test("the help of every command, and of each below it, has an example", async () => {
  const program = new Command("kantoku");
  for (const entry of COMMANDS) (await entry.load()).define(program.command(entry.name));
  const all = program.commands.flatMap((command) => [command, ...command.commands]);
  assert.ok(all.length > 50, `${all.length} commands`);
  for (const command of all) {
    let help = "";
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    assert.match(help, /\nExamples:\n {2}\S/, command.name());
  }
});

test("the home may be named before the command and behind it", async (t) => {
  const [home, other] = [temporaryFolder(t), temporaryFolder(t)];
  for (const words of [
    ["status", "--json", "--home", other],
    ["--home", other, "status", "--json"],
    ["status", `--home=${other}`, "--json"],
  ]) {
    const { stdout } = await kantoku(home, words);
    assert.equal((JSON.parse(stdout) as { home: string }).home, other, words.join(" "));
  }
});

test("the version is told", async (t) => {
  const { stdout, exitCode } = await kantoku(temporaryFolder(t), ["--version"]);
  assert.equal(exitCode, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

test("what can't be understood ends with 2 and says what was probably meant", async (t) => {
  const home = temporaryFolder(t);
  const cases: [string[], RegExp][] = [
    [["submitt"], /unknown command "submitt" \(did you mean "submit"\?\)/],
    [["start"], /unknown command "start" \(did you mean "up"\?\)/],
    [["stop"], /unknown command "stop" \(did you mean "down"\?\)/],
    [["status", "--jsn"], /^kantoku status: unknown option '--jsn' \(did you mean --json\?\)\n$/],
    [["--hom", "x", "status"], /^kantoku: unknown option '--hom' \(did you mean --home\?\)\n$/],
    [["job"], /^kantoku job: missing required argument 'id' \(see: kantoku job --help\)\n$/],
    [["down", "now"], /^kantoku down: too many arguments/],
    [["queue", "snd"], /^kantoku queue: unknown command "snd" \(did you mean "send"\?\)\n$/],
    [["help", "queue", "snd"], /unknown command "snd"/],
    [["up", "--port", "70000"], /--port: "70000" is not a whole number from 0 to 65535/],
    [["submit", BRIEF, "--priority", "P7"], /--priority: "P7" is not a priority/],
    [["submit", BRIEF, "--scale", "9"], /--scale: "9" is not a number from 0\.1 to 2/],
    [["queue", "send", "t", "{a}"], /payload: is not JSON/],
    [["queue", "send", "no/topic", "{}"], /is no topic/],
    [["queue", "list", "--state", "lost"], /unknown state "lost"/],
    [["queue", "redrive"], /name either one message or --topic/],
    [["jobs", "--status", "dome"], /unknown status "dome"/],
    [["job", "nobody"], /there is no job "nobody"/],
    [["queue", "show", "nothing"], /there is no message "nothing"/],
  ];
  for (const [args, expected] of cases) {
    const { stdout, stderr, exitCode } = await kantoku(home, args);
    assert.equal(exitCode, 2, `${args.join(" ")}: ${stderr}`);
    assert.match(stderr, expected);
    assert.equal(stdout, "");
  }
});

test("a config that can't be used ends with 2 and the line", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "kantoku.config.yaml"), "htp: {}\n");
  const { stderr, exitCode } = await kantoku(home, ["status"]);
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /kantoku\.config\.yaml:1:1: unknown setting "htp" \(did you mean "http"\?\)/,
  );
});

test("a bad brief ends with 2 and one clear line for each problem, and nothing is enqueued", async (t) => {
  const home = temporaryFolder(t);
  const brief = (name: string, content: string | Buffer): string => {
    writeFileSync(join(home, name), content);
    return join(home, name);
  };
  const bad = [
    join(home, "missing.md"),
    home,
    brief("empty.md", ""),
    brief("binary.md", Buffer.from([0, 1, 2, 255, 254, 0, 7])),
    brief("large.md", "word ".repeat(1_000_000)),
    brief("broken.md", "---\ntitle: [a\n---\n\nText that goes on.\n"),
    brief("unknown.md", "---\ntitle: A\ndurration: 30\n---\n\nText that goes on.\n"),
    brief("negative.md", "---\ntitle: A\nduration: -5\n---\n\nText that goes on.\n"),
    brief("aspect.md", "---\ntitle: A\naspect: 5:4\n---\n\nText that goes on.\n"),
  ];
  for (const file of bad) {
    const { stdout, stderr, exitCode } = await kantoku(home, ["submit", file]);
    assert.equal(exitCode, 2, `${file}: ${stderr}`);
    assert.equal(stdout, "");
    for (const line of stderr.trim().split("\n")) assert.match(line, /^\S+: .+|^\S+:\d+:\d+: .+/);
  }
  assert.match(
    (await kantoku(home, ["validate", bad[6] ?? ""])).stderr,
    /did you mean "duration"\?/,
  );
  assert.ok(!existsSync(join(home, "data")));
});

test("a good brief is understood without any daemon, but needs one to be filmed", async (t) => {
  const home = temporaryFolder(t);
  await makeHome(home);
  const validated = await kantokuJson<{ ok: boolean; brief: { title: string } }>(home, [
    "validate",
    BRIEF,
  ]);
  assert.equal(validated.ok, true);
  for (const flags of [[], ["--wait"]]) {
    const { stderr, exitCode } = await kantoku(home, ["submit", BRIEF, ...flags]);
    assert.equal(exitCode, 3);
    assert.match(stderr, /No daemon runs on .*\nStart it with: kantoku up --detach/);
  }
  assert.deepEqual(await kantokuJson(home, ["jobs"]), []);
});

test("commands for a running daemon end with 3 when there is none", async (t) => {
  const home = temporaryFolder(t);
  await makeHome(home);
  for (const args of [["down"], ["restart"], ["attach"], ["agents", "restart", "writer"]]) {
    const { stderr, exitCode } = await kantoku(home, args);
    assert.equal(exitCode, 3, args.join(" "));
    assert.match(stderr, /^No daemon runs on /);
  }
  const status = await kantoku(home, ["status", "--json"]);
  assert.equal(status.exitCode, 3);
  const told = JSON.parse(status.stdout) as { state: string; pid: number | null };
  assert.equal(told.state, "stopped");
  assert.equal(told.pid, null);
});

test("a message goes round by hand: send, receive, ack, and a late ack is refused", async (t) => {
  const home = temporaryFolder(t);
  const queue = <T>(...args: string[]): Promise<T> => kantokuJson<T>(home, ["queue", ...args]);
  const { id } = await queue<{ id: string }>("send", "t", '{"n":1}', "--key", "k");
  assert.equal((await queue<{ id: string }>("send", "t", '{"n":2}', "--key", "k")).id, id);
  const [stats] = await queue<Record<string, unknown>[]>("stats");
  assert.deepEqual([stats?.["topic"], stats?.["ready"], stats?.["dead"]], ["t", 1, 0]);
  const leased = await queue<{ id: string; token: string; payload: unknown; attempt: number }>(
    "receive",
    "t",
    "--lease",
    "60000",
  );
  assert.deepEqual([leased.id, leased.payload, leased.attempt], [id, { n: 1 }, 1]);
  assert.equal(await queue("receive", "t"), null);
  assert.equal((await kantoku(home, ["queue", "nack", id, leased.token])).exitCode, 0);
  const again = await waitingFor(() =>
    queue<{ token: string; attempt: number } | null>("receive", "t", "--wait", "60000"),
  );
  assert.equal(again.attempt, 2);
  const late = await kantoku(home, ["queue", "ack", id, leased.token]);
  assert.equal(late.exitCode, 1);
  assert.match(late.stderr, /The lease of \S+ is lost: nothing was changed\./);
  assert.equal((await kantoku(home, ["queue", "ack", id, again.token])).exitCode, 0);
  const shown = await queue<{ state: string; history: unknown[] }>("show", id);
  assert.equal(shown.state, "done");
  assert.equal(shown.history.length, 2);
});

test("a topic can be paused, resumed, purged and its dead redriven", async (t) => {
  const home = temporaryFolder(t);
  const queue = <T>(...args: string[]): Promise<T> => kantokuJson<T>(home, ["queue", ...args]);
  await queue("send", "t", "1", "--priority", "0");
  await queue("pause", "t", "--reason", "maintenance");
  assert.equal(await queue("receive", "t"), null);
  await queue("resume", "t");
  const text = await kantoku(home, ["queue", "stats"]);
  assert.match(text.stdout, /^t +1 +0 +0 +0/m);
  assert.deepEqual(await queue("dead"), []);
  assert.deepEqual(await queue("redrive", "--topic", "t"), { redriven: 0 });
  assert.equal((await kantoku(home, ["queue", "redrive", "x"])).exitCode, 2);
  assert.deepEqual(await queue("purge", "t"), { topic: "t", purged: 1 });
  assert.deepEqual(await queue("list", "--state", "waiting"), []);
});

test("the settings in force can be printed, and read back as a config file", async (t) => {
  const home = temporaryFolder(t);
  const { stdout } = await kantoku(home, ["config"], { OPENAI_API_KEY: "sk-never-shown" });
  const sections = [...stdout.matchAll(/^([a-z]+):/gm)].map(([, name = ""]) => name);
  const unset = ["brand"];
  assert.deepEqual([...sections, ...unset].toSorted(), Object.keys(Settings.shape).toSorted());
  assert.match(stdout, /^http:\n {2}host: 127\.0\.0\.1\n {2}port: 4750$/m);
  assert.doesNotMatch(stdout, /sk-never-shown/);
  writeFileSync(join(home, "kantoku.config.yaml"), stdout);
  assert.equal((await kantoku(home, ["config"])).stdout, stdout);
});

test("the launcher is found through a link, and says what to do where set-up wasn't run", async (t) => {
  const folder = temporaryFolder(t);
  symlinkSync(join(PROJECT, "kantoku"), join(folder, "linked"));
  const env = { PATH: "/usr/bin:/bin" };
  const linked = await run(join(folder, "linked"), ["--version"], { env });
  assert.equal(linked.exitCode, 0, linked.stderr);
  const bare = join(folder, "bare");
  mkdirSync(bare);
  await run("cp", [join(PROJECT, "kantoku"), bare]);
  const unprepared = await run(join(bare, "kantoku"), ["--version"], { env });
  assert.equal(unprepared.exitCode, 1);
  assert.match(unprepared.stderr, /Run \S+\/scripts\/setup once/);
});

async function waitingFor<T>(ask: () => Promise<T | null>): Promise<T> {
  const answer = await ask();
  assert.ok(answer !== null, "a message came");
  return answer;
}

test("a home that can't be used ends with 1 and what to do", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "data"), "a file where a folder should be");
  const { stderr, exitCode } = await kantoku(home, ["status"]);
  assert.equal(exitCode, 1);
  assert.match(stderr, /^The home \S+ can't be used \(\w+\)\.\nSet KANTOKU_HOME/);
});
