import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { OperationalError } from "../../kernel/errors.ts";
import { runOrThrow } from "../../kernel/process.ts";
import { runProgram } from "../support/program.ts";
import { runEmulated, whyNoEmulator } from "./emulator.ts";

const HELP = `usage: node tests/emulator/cgroup2.ts [test files]

Runs the tests of what each agent may take (memory, CPU, processes) in an emulated machine whose kernel
gives all of that to version 2 of cgroups, for hosts whose own kernel does not. Installs QEMU, fetches a
kernel, and takes some minutes.

  test files   others than those of agents' cgroups, alone and under a booted systemd
  --help       this text

Example:
  npm run test:cgroup2 -- tests/agents/cgroup/groups.test.ts

Exit codes: 0 every test was run and passed; 1 one failed or was skipped; 2 bad usage.
`;

/** As many times slower the emulated machine may be. */
const PATIENCE = "KANTOKU_TEST_PATIENCE=20";

const PROJECT = resolve(import.meta.dirname, "..", "..");
const TESTS = [
  "tests/agents/cgroup/delegation.test.ts",
  "tests/agents/cgroup/groups.test.ts",
  "tests/agents/cgroup/limits.test.ts",
  "tests/agents/cgroup/memory.test.ts",
  "tests/emulator/fixtures/limits.ts",
];

const REPORT = "report.tap";
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

await runProgram({ help: HELP, read: testsOf, run: runTests });

function testsOf(args: string[]): readonly string[] {
  const unknown = args.find((arg) => arg.startsWith("-"));
  if (unknown !== undefined) throw new TypeError(`There is no option ${unknown}.`);
  return args.length > 0 ? args : TESTS;
}

async function runTests(tests: readonly string[], signal: AbortSignal): Promise<number> {
  const list = join(import.meta.dirname, "programs.txt");
  await runOrThrow(join(PROJECT, "scripts", "install-for-tests"), [list]);
  const why = await whyNoEmulator();
  if (why !== false) {
    process.stderr.write(`No machine can be emulated here: ${why}.\n`);
    return 1;
  }
  const answer = mkdtempSync(join(tmpdir(), "kantoku-emulated-"));
  try {
    const errand = { command: nodeTest(tests), cwd: PROJECT, answer };
    const exitCode = await runEmulated(errand, signal);
    if (exitCode === null) process.stderr.write("The machine ended before its tests did.\n");
    return exitCode === 0 ? verdictOn(readFileSync(join(answer, REPORT), "utf8")) : 1;
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    rmSync(answer, { recursive: true, force: true });
  }
}

/** One test file after the other, told to whoever watches, and to `/answer` for the verdict. */
function nodeTest(tests: readonly string[]): readonly string[] {
  const environment = ["env", "-i", `PATH=${PATH}`, "HOME=/root", "LANG=C.UTF-8", PATIENCE];
  const told = [
    ["spec", "stdout"],
    ["tap", `/answer/${REPORT}`],
  ].flatMap(([name, place]) => [`--test-reporter=${name}`, `--test-reporter-destination=${place}`]);
  return [...environment, process.execPath, "--test", "--test-concurrency=1", ...told, ...tests];
}

/** What was skipped was not shown: nothing but these tests is this machine there for. */
function verdictOn(report: string): number {
  const skipped = report.split("\n").filter((line) => / # SKIP\b/.test(line));
  const passed = Number(/^# pass (\d+)$/m.exec(report)?.[1] ?? 0);
  for (const line of skipped) process.stderr.write(`Not shown: ${line.trim()}\n`);
  return skipped.length === 0 && passed > 0 ? 0 : 1;
}
