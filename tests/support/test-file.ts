import { run } from "node:test";
import { spec } from "node:test/reporters";

/** Runs a file of tests with these arguments and shows how it goes; answers 1 when one failed. Rejects when `signal` aborts. */
export async function runTestFile(
  file: string,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const tests = run({ files: [file], argv: [...argv], signal });
  let exitCode = 0;
  tests.on("test:fail", () => void (exitCode = 1));
  for await (const words of tests.compose(spec)) {
    signal.throwIfAborted();
    process.stdout.write(words);
  }
  signal.throwIfAborted();
  return exitCode;
}
