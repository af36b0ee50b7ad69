import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { loadConfig } from "../../daemon/config.ts";
import { openStores, type Stores } from "../../daemon/stores.ts";
import { run, type RunResult } from "../../kernel/process.ts";

export const PROJECT = resolve(import.meta.dirname, "..", "..");

/** A folder of the test's own, removed afterwards. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "kantoku-daemon-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Runs the real command on a home of its own, with nothing else of this process's environment. */
export function kantoku(
  home: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<RunResult> {
  const env = { PATH: process.env["PATH"] ?? "", KANTOKU_HOME: home, ...environment };
  return run(join(PROJECT, "kantoku"), args, { env, timeoutMs: 300_000 });
}

/** As `kantoku`, with --json; answers what was printed. */
export async function kantokuJson<T>(home: string, args: readonly string[]): Promise<T> {
  const { stdout, stderr, exitCode } = await kantoku(home, [...args, "--json"]);
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(`kantoku ${args.join(" ")} ended with ${exitCode}: ${stdout}${stderr}`);
  }
}

/** What the first start leaves in a home, without the start. */
export async function makeHome(home: string): Promise<void> {
  openStores(await loadConfig({ home }, {}))[Symbol.dispose]();
}

/** A job as `kantoku submit` makes it; answers its id. */
export function admitFilm({ blobs, jobs }: Pick<Stores, "blobs" | "jobs">): string {
  return jobs.admit({
    title: "A film",
    brief: blobs.putJson({}),
    briefText: blobs.putBytes("# A film", ".md"),
    source: { kind: "cli", ref: "brief.md" },
    admissionKey: "cli:1",
  }).job;
}

/** A home of the test's own; what runs on it when the test ends, however it ends, is stopped first. */
export function temporaryHome(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), "kantoku-home-"));
  t.after(async () => {
    await kantoku(home, ["down"]);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
  return home;
}
