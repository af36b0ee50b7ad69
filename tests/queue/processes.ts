import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Cleanup } from "../support/temp.ts";

/** A running fixture and what it has printed in whole lines. */
export interface Fixture {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** Resolves with the nth line (from 1), as soon as it is printed. */
  line(nth: number): Promise<string>;
  /** Resolves with the signal or exit code, once everything printed has been read. */
  ended(): Promise<NodeJS.Signals | number | null>;
}

/** Starts `fixtures/<name>.ts`; killed when the test ends, if it lives that long. */
export function startFixture(
  t: Cleanup,
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Fixture {
  const path = join(import.meta.dirname, "fixtures", `${name}.ts`);
  const child = spawn(process.execPath, [path, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    env,
  });
  const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  t.after(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  return {
    child,
    lines,
    async line(nth) {
      while (lines.length < nth) {
        const ended = await Promise.race([once(reader, "line"), closed.then(() => "ended")]);
        if (ended === "ended" && lines.length < nth) throw new Error(`${name} printed too little`);
      }
      return lines[nth - 1] ?? "";
    },
    async ended() {
      const [code, signal] = await closed;
      return signal ?? code;
    },
  };
}
