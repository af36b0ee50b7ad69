import assert from "node:assert/strict";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { backupsIn, readBackup } from "../../../daemon/backup/manifest.ts";
import { expired } from "../../../daemon/backup/rotation.ts";
import { lateBar } from "../../../daemon/cli/late-bar.ts";
import { readDatabase } from "../../../kernel/database.ts";
import { examineIntegrity } from "../../../kernel/database/integrity.ts";
import { overwrite } from "../../kernel/database/ledger.ts";
import { temporaryFolder } from "../../support/temp.ts";
import { kantoku, kantokuJson } from "../command.ts";
import {
  admitJob,
  backUp,
  countMessages,
  filesIn,
  lived,
  scripted,
  send,
  start,
} from "./ground.ts";

interface Told {
  readonly backup: string;
  readonly removed: readonly string[];
}

test("a backup holds the database, its blobs, the films, what waits, and the config", async (t) => {
  const { root, config } = await lived(t);
  const { backup } = await kantokuJson<Told>(root, ["backup"]);
  const data = join(backup, "data");
  assert.deepEqual(examineIntegrity(join(data, "kantoku.db"), "thorough").damages, []);
  assert.equal(countMessages(join(data, "kantoku.db")), 20);
  for (const tree of ["blobs", "jobs", "inbox", "outbox"]) {
    const { "half.draft": _, ...wanted } = filesIn(join(config.home.data, tree));
    assert.deepEqual(existsSync(join(data, tree)) ? filesIn(join(data, tree)) : {}, wanted);
  }
  assert.equal(readFileSync(join(backup, "kantoku.config.yaml"), "utf8"), "http: { port: 0 }\n");
  assert.deepEqual(readdirSync(data).toSorted(), ["blobs", "inbox", "jobs", "kantoku.db"]);
  assert.equal(statSync(backup).mode & 0o777, 0o700);
});

test("a film and its blob are one file in a backup, too, and a brief keeps its time", async (t) => {
  const { config } = await lived(t);
  const { folder } = await backUp(config);
  const film = statSync(join(folder, "data/jobs/job-1/film.mp4"));
  assert.equal(film.nlink, 2);
  assert.notEqual(film.ino, statSync(join(config.home.jobs, "job-1/film.mp4")).ino, "a real copy");
  const timeOf = (data: string) => statSync(join(data, "inbox/briefs/waiting.md")).mtimeMs;
  assert.ok(Math.abs(timeOf(join(folder, "data")) - timeOf(config.home.data)) <= 1);
});

test("backups side by side share the blobs that did not change, and each is whole by itself", async (t) => {
  const { config } = await lived(t);
  const one = await backUp(config);
  await send(config, 1);
  const two = await backUp(config);
  const inodes = (folder: string): number[] =>
    readdirSync(join(folder, "data/blobs"), { recursive: true })
      .map((path) => statSync(join(folder, "data/blobs", String(path))))
      .filter((stat) => stat.isFile())
      .map(({ ino }) => ino);
  const before = inodes(one.folder);
  const fresh = inodes(two.folder).filter((ino) => !before.includes(ino));
  assert.deepEqual([before.length, fresh.length], [21, 1]);
  rmSync(one.folder, { recursive: true });
  assert.equal(readBackup(two.folder).manifest.content.blobs.files, 22);
  assert.match(readFileSync(join(two.folder, "data/jobs/job-1/film.mp4"), "utf8"), /a film/);
});

/** Like a daemon with busy agents: blobs first, then the commit that names them, without a pause. */
const WRITER = (root: string) => `
  import { loadConfig } from "project/daemon/config.ts";
  import { openStores } from "project/daemon/stores.ts";
  const stores = openStores(await loadConfig({ home: ${JSON.stringify(root)} }, {}));
  for (let n = 20; ; n += 1) {
    await stores.queue.send([{ topic: "t", payload: { n, filling: "x".repeat(n % 10 === 0 ? 300_000 + n : 20) } }]);
    const [lease] = n % 3 === 0 ? await stores.queue.receive({ topics: ["t"], worker: "w", max: 1, leaseMs: 60_000, waitMs: 0 }) : [];
    if (lease) await stores.queue.ack(lease);
    process.stdout.write(n + "\\n");
  }`;

test("while another process writes, a backup is of one moment, and nothing acknowledged is missing", async (t) => {
  const { root, config } = await lived(t);
  const writer = start(t, WRITER(root));
  let acknowledged = 0;
  writer.stdout?.on(
    "data",
    (part) => (acknowledged = Number(String(part).trim().split("\n").at(-1))),
  );
  await Promise.race([once(writer.stdout!, "data"), once(writer, "exit")]);
  for (let round = 0; round < 3; round += 1) {
    const promised = acknowledged;
    const { folder, manifest } = await backUp(config);
    const database = join(folder, "data/kantoku.db");
    assert.deepEqual(examineIntegrity(database, "thorough").damages, []);
    const { rows, last } = readDatabase(
      database,
      (from) =>
        from
          .prepare<{ rows: number; last: number }>(
            "select count(*) as rows, max(number) as last from message",
          )
          .get() ?? { rows: 0, last: 0 },
    );
    assert.equal(rows, last, "no message is missing in between");
    assert.ok(rows > promised, `${rows} messages, ${promised} were acknowledged before`);
    assert.deepEqual([manifest.missing, manifest.damaged], [[], []], "every blob is there");
  }
  assert.equal(writer.exitCode, null, "and nobody was disturbed");
});

const KILLED_AT = (root: string, point: string, nth: number) => `
  import { crashAt } from "project/kernel/fault-points.ts";
  import { loadConfig } from "project/daemon/config.ts";
  import { makeBackup } from "project/daemon/backup/backup.ts";
  crashAt(${JSON.stringify(point)}, ${nth});
  const config = await loadConfig({ home: ${JSON.stringify(root)} }, {});
  await makeBackup(config, { folder: ${JSON.stringify(join(root, "backups"))}, keep: 1 });`;

test("a backup that is killed leaves no backup, and the next one clears up after it", async (t) => {
  const { root, config } = await lived(t);
  const folder = join(root, "backups");
  const { folder: first } = await backUp(config);
  const points = [
    ["backup.database-page", 1],
    ["backup.database-copied", 1],
    ["backup.written", 1],
  ] as const;
  for (const [point, nth] of points) {
    const { signal, stderr } = await scripted(t, KILLED_AT(root, point, nth));
    assert.equal(signal, "SIGKILL", `${point}: ${stderr}`);
    const whole = backupsIn(folder).map((each) => each.folder);
    assert.deepEqual(whole, [first], point);
  }
  const drafts = (): string[] => readdirSync(folder).filter((name) => name.startsWith("."));
  assert.equal(drafts().length, 1, "each removed its predecessor's");
  await backUp(config);
  assert.deepEqual(drafts(), []);
  assert.equal(backupsIn(folder).length, 2);
});

test("Ctrl-C ends a backup with one line, and nothing is left", async (t) => {
  const { root, config } = await lived(t);
  const stop = new AbortController();
  stop.abort("SIGINT");
  await assert.rejects(backUp(config, { signal: stop.signal }), (reason) => reason === "SIGINT");
  assert.deepEqual(readdirSync(join(root, "backups")), []);
});

test("the newest n of this home stay, and what is another's or no backup is left alone", async (t) => {
  const { root, config } = await lived(t);
  const other = await lived(t);
  const folder = temporaryFolder(t);
  await backUp(other.config, { folder });
  mkdirSync(join(folder, "kantoku-by-hand"));
  const made = [];
  for (let n = 0; n < 3; n += 1) made.push((await backUp(config, { folder })).folder);
  assert.deepEqual((await kantokuJson<Told>(root, ["backup", folder])).removed, []);
  const { removed, backup } = await kantokuJson<Told>(root, ["backup", folder, "--keep", "2"]);
  assert.deepEqual(removed.toReversed(), made);
  assert.deepEqual(backupsIn(folder, root)[0]?.folder, backup);
  assert.equal(backupsIn(folder, root).length, 2);
  assert.equal(backupsIn(folder, other.root).length, 1);
  assert.ok(existsSync(join(folder, "kantoku-by-hand")));
});

test("the config says where backups go and how many stay", async (t) => {
  const { root } = await lived(t);
  const folder = temporaryFolder(t);
  writeFileSync(join(root, "kantoku.config.yaml"), `backup: { folder: ${folder}, keep: 1 }\n`);
  const first = await kantokuJson<Told>(root, ["backup"]);
  const second = await kantokuJson<Told>(root, ["backup"]);
  assert.deepEqual(second.removed, [first.backup]);
  assert.deepEqual(
    backupsIn(folder).map((each) => each.folder),
    [second.backup],
  );
  assert.deepEqual(expired(backupsIn(folder), 0), []);
});

test("a backup goes through a link to another disk", async (t) => {
  const { root, config } = await lived(t);
  const elsewhere = temporaryFolder(t);
  symlinkSync(elsewhere, join(root, "backups"));
  await backUp(config);
  assert.equal(backupsIn(elsewhere).length, 1);
});

test("what a home itself has lost or damaged is told, and everything else saved", async (t) => {
  const { root, config } = await lived(t);
  const [lost = "", bent = ""] = Object.keys(filesIn(config.home.blobs)).filter((path) =>
    path.endsWith(".json"),
  );
  rmSync(join(config.home.blobs, lost));
  const brief = admitJob(config);
  rmSync(join(config.home.blobs, brief));
  chmodSync(join(config.home.blobs, bent), 0o644);
  writeFileSync(join(config.home.blobs, bent), "something else");
  const { exitCode, stderr, stdout } = await kantoku(root, ["backup"]);
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, new RegExp(`^The home itself lacks blobs .* \\(2\\): .*${lost}`, "m"));
  assert.match(stderr, new RegExp(`^The home itself lacks blobs .*${brief}`, "m"));
  assert.match(stderr, new RegExp(`^Blobs of the home are not .* \\(1\\): blobs/${bent}$`, "m"));
  assert.match(stdout, /^Whole and sound: 1 job, 2\d messages, /);
});

test("a damaged database is told as such, and no backup made of it", async (t) => {
  const { root, config } = await lived(t);
  overwrite(config.home.database, 100_000, 60_000);
  const { exitCode, stderr } = await kantoku(root, ["backup"]);
  assert.equal(exitCode, 1);
  assert.match(
    stderr,
    new RegExp(`^The database ${config.home.database} is damaged: .*\nNo backup was made`),
  );
  assert.deepEqual(readdirSync(join(root, "backups")), []);
});

test("a home without a database, and a folder that is none, are named", async (t) => {
  const { root } = await lived(t);
  const none = await kantoku(temporaryFolder(t), ["backup"]);
  assert.equal(none.exitCode, 3);
  assert.match(none.stderr, /^There is no Kantoku home in \S+\.\nMake one with: /);
  writeFileSync(join(root, "file"), "");
  for (const folder of ["file", "file/below"]) {
    const { exitCode, stderr } = await kantoku(root, ["backup", join(root, folder)]);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /^folder: \S+ is no folder\n$/);
  }
  const wrong = await kantoku(root, ["backup", "--keep", "few"]);
  assert.equal(wrong.exitCode, 2);
});

test("progress is shown once it takes its time", () => {
  const said: string[] = [];
  const terminal = { write: (text: string) => said.push(text) };
  lateBar(terminal, 3_600_000).show(1e6, 10e6, "database");
  assert.deepEqual(said, []);
  lateBar(terminal, 0).show(3e6, 10e6, "blobs");
  assert.deepEqual(said, ["3/10 MB blobs\n"]);
});
