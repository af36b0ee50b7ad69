import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { makeBackup, type BackupOptions } from "../../../daemon/backup/backup.ts";
import { loadConfig, type Config } from "../../../daemon/config.ts";
import { openStores } from "../../../daemon/stores.ts";
import { materialize } from "../../../kernel/blobs.ts";
import { readDatabase } from "../../../kernel/database.ts";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";
import { PROJECT } from "../command.ts";

/** A home with a queue, blobs, a published film, and a brief that waits in the inbox. */
export async function lived(t: Cleanup): Promise<{ root: string; config: Config }> {
  const root = join(temporaryFolder(t), "home");
  mkdirSync(root);
  writeFileSync(join(root, "kantoku.config.yaml"), "http: { port: 0 }\n");
  const config = await loadConfig({ home: root }, { PATH: process.env["PATH"] });
  await send(config, 20);
  using stores = openStores(config);
  const film = stores.blobs.putBytes("a film", ".mp4");
  materialize(stores.blobs, film, join(config.home.jobs, "job-1", "film.mp4"));
  writeFileSync(join(config.home.jobs, "job-1", "report.md"), "# It went well\n");
  writeFileSync(join(config.home.briefsInbox, "waiting.md"), "# A film\n");
  writeFileSync(join(config.home.blobs, "half.draft"), "half");
  return { root, config };
}

/** Sends messages, each too big for its row, so that a blob holds it. */
export async function send(config: Config, number: number): Promise<void> {
  using stores = openStores(config);
  const from = countMessages(config.home.database);
  for (let n = from; n < from + number; n += 1) {
    await stores.queue.send([{ topic: "t", payload: { n, filling: "x".repeat(300_000) } }]);
  }
}

/** Answers the path of its brief among the blobs. */
export function admitJob(config: Config): string {
  using stores = openStores(config);
  const { jobs, blobs } = stores;
  const briefText = blobs.putBytes("# A film", ".md");
  const source = { kind: "cli", ref: "brief.md" } as const;
  const brief = blobs.putJson({});
  jobs.admit({ title: "A film", brief, briefText, source, admissionKey: "cli:1" });
  return relative(config.home.blobs, blobs.path(briefText));
}

export function countMessages(database: string): number {
  return readDatabase(
    database,
    (from) =>
      from.prepare<{ rows: number }>("select count(*) as rows from message").get()?.rows ?? 0,
  );
}

export const backUp = (config: Config, options: Partial<BackupOptions> = {}) =>
  makeBackup(config, { folder: join(config.home.root, "backups"), keep: 0, ...options });

/** Every file below a folder with its content. */
export function filesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true }).map(String).toSorted();
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(
    files.map((path) => [path, readFileSync(join(folder, path), "latin1")]),
  );
}

/** Runs a script of ours, which may import `project/…`, in a process of its own. */
export async function scripted(t: Cleanup, script: string, prefix: readonly string[] = []) {
  const child = start(t, script, prefix);
  let stderr = "";
  child.stderr?.on("data", (part) => (stderr += String(part)));
  const [exitCode, signal] = (await once(child, "close")) as [number | null, string | null];
  return { exitCode, signal, stderr };
}

export function start(t: Cleanup, script: string, prefix: readonly string[] = []): ChildProcess {
  const code = script.replaceAll('"project/', `"${PROJECT}/`);
  const [program, ...args] = [...prefix, process.execPath, "--input-type=module", "--eval", code];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => void child.kill("SIGKILL"));
  return child;
}
