import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { OperationalError } from "../../kernel/errors.ts";
import { run, runOrThrow } from "../../kernel/process.ts";
import { temporaryFolder } from "../support/temp.ts";

const soon = { timeout: 60_000 };
const node = (script: string, options?: Parameters<typeof run>[2]) =>
  run(process.execPath, ["-e", script], options);
const code = (expected: string) => (error: unknown) =>
  error instanceof OperationalError && error.code === expected;

test("a program's output and ending are told apart", soon, async () => {
  const result = await node("console.log('out'); console.error('err'); process.exitCode = 3");
  const { stdout, stderr, exitCode, signal } = result;
  assert.deepEqual(
    { stdout, stderr, exitCode, signal },
    { stdout: "out\n", stderr: "err\n", exitCode: 3, signal: null },
  );
  assert.ok(result.durationMs > 0);
});

test("no shell reads the arguments", soon, async () => {
  const odd = "$(touch x) `id` ; ' \" \n *";
  const { stdout } = await run(process.execPath, [
    "-e",
    "process.stdout.write(process.argv[1])",
    odd,
  ]);
  assert.equal(stdout, odd);
});

test("a program gets its input, folder and environment", soon, async (t) => {
  const folder = temporaryFolder(t);
  const script =
    "process.stdin.pipe(process.stdout); console.error(process.cwd(), process.env.COLOUR)";
  const { stdout, stderr } = await node(script, {
    input: "日本",
    cwd: folder,
    env: { COLOUR: "red" },
  });
  assert.equal(stdout, "日本");
  assert.equal(stderr.trim(), `${folder} red`);
});

test("a program that reads none of its input is no failure", soon, async () => {
  const { exitCode } = await run("true", [], { input: "x".repeat(1_000_000) });
  assert.equal(exitCode, 0);
});

test("only the end of long output is kept", soon, async () => {
  const script = "for (let i = 0; i < 100000; i++) process.stdout.write(i + '\\n')";
  const { stdout } = await node(script, { maxBytes: 1_000 });
  assert.equal(stdout.length, 1_000);
  assert.ok(stdout.endsWith("99998\n99999\n"));
});

test("progress on stderr is told while it comes", soon, async () => {
  const chunks: string[] = [];
  const script = "console.error('10 %'); console.error('20 %')";
  await node(script, { onStderr: (chunk) => chunks.push(chunk) });
  assert.equal(chunks.join(""), "10 %\n20 %\n");
});

test("a missing program is named, with what to do", soon, async () => {
  await assert.rejects(run("no-such-program-here", []), (error) => {
    assert.ok(code("program-missing")(error));
    assert.match((error as OperationalError).message, /^no-such-program-here was not found\.$/);
    assert.match((error as OperationalError).hint, /doctor/);
    return true;
  });
});

test("a program that takes too long is asked to end", soon, async () => {
  await assert.rejects(run("sleep", ["60"], { timeoutMs: 20 }), code("program-timed-out"));
});

test("a program that ignores being asked is killed", soon, async () => {
  const script =
    "process.on('SIGTERM', () => {}); console.error(process.pid); setInterval(() => {}, 1000)";
  let pid = 0;
  const stop = new AbortController();
  const onStderr = (chunk: string): void => {
    pid = Number(chunk);
    stop.abort(); // It is deaf to SIGTERM by now.
  };
  const started = performance.now();
  await assert.rejects(node(script, { signal: stop.signal, onStderr }), { name: "AbortError" });
  assert.ok(performance.now() - started > 1_900, "it has two seconds to end by itself");
  assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
});

test("an abort ends the program and rejects with its reason", soon, async () => {
  const reason = new Error("the lease is lost");
  const stop = new AbortController();
  const running = run("sleep", ["60"], { signal: stop.signal });
  stop.abort(reason);
  await assert.rejects(running, reason);
  await assert.rejects(run("sleep", ["60"], { signal: AbortSignal.abort(reason) }), reason);
});

test("a program that was killed by others says by which signal", soon, async () => {
  const { exitCode, signal } = await node("process.kill(process.pid, 'SIGKILL')");
  assert.deepEqual({ exitCode, signal }, { exitCode: null, signal: "SIGKILL" });
});

test("a program has ended with its process, whoever keeps its pipes", soon, async (t) => {
  const { stdout, exitCode } = await run("sh", ["-c", "sleep 1000 & echo $!; exit 3"]);
  t.after(() => process.kill(Number(stdout), "SIGKILL"));
  assert.match(stdout, /^\d+\n$/);
  assert.equal(exitCode, 3);
});

test("what was left in its pipes is read, however late we come to it", soon, async (t) => {
  const script = "sleep 1000 & echo $!; printf '%0100000d' 7";
  const running = run("sh", ["-c", script], { onStderr: () => {} });
  const until = performance.now() + 2_000;
  while (performance.now() < until); // Nothing else is heard meanwhile.
  const [pid = "", rest = ""] = (await running).stdout.split("\n");
  t.after(() => process.kill(Number(pid), "SIGKILL"));
  assert.equal(rest.length, 100_000);
});

test(
  "who gave up on a program is kept from ending by nobody who keeps its pipes",
  soon,
  async (t) => {
    const kept = "sleep 1000 & echo $! >&2; exec sleep 1000";
    const options = "{ timeoutMs: 1_000, onStderr: (chunk) => process.stdout.write(chunk) }";
    const script = `
    const { run } = await import(${JSON.stringify(join(import.meta.dirname, "../../kernel/process.ts"))});
    await run("sh", ["-c", ${JSON.stringify(kept)}], ${options}).catch(({ code }) => console.log(code));
  `;
    const outer = await node(script, { timeoutMs: 20_000 });
    const [pid = "", told] = outer.stdout.split("\n");
    t.after(() => process.kill(Number(pid), "SIGKILL"));
    assert.equal(told, "program-timed-out");
    assert.equal(outer.exitCode, 0);
  },
);

test("runOrThrow answers a success and shows the last lines of a failure", soon, async () => {
  assert.equal((await runOrThrow("true", [])).exitCode, 0);
  const script = "for (let i = 0; i < 9; i++) console.error('line ' + i); process.exitCode = 2";
  await assert.rejects(runOrThrow(process.execPath, ["-e", script]), (error) => {
    assert.ok(code("program-failed")(error));
    assert.match((error as Error).message, /exit code 2: line 5\nline 6\nline 7\nline 8$/);
    return true;
  });
  const killed = "process.kill(process.pid, 'SIGKILL')";
  await assert.rejects(runOrThrow(process.execPath, ["-e", killed]), /ended with SIGKILL/);
});
