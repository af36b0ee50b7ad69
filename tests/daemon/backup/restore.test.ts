import assert from "node:assert/strict";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { restoreBackup } from "../../../daemon/backup/restore.ts";
import { usersOf } from "../../../daemon/backup/users.ts";
import { loadConfig } from "../../../daemon/config.ts";
import { openStores } from "../../../daemon/stores.ts";
import { overwrite } from "../../kernel/database/ledger.ts";
import { temporaryFolder } from "../../support/temp.ts";
import { kantoku, kantokuJson, temporaryHome } from "../command.ts";
import { backUp, countMessages, filesIn, lived, scripted, send, start } from "./ground.ts";

interface Restored {
  readonly kept: string | null;
  readonly files: number;
  readonly config: string;
}

const asides = (data: string): string[] =>
  readdirSync(data).filter((name) => name.startsWith("before-restore-"));

test("a new home gets all of it: database, blobs, films, what waited, and the config", async (t) => {
  const { config } = await lived(t);
  const { folder } = await backUp(config);
  const drill = temporaryFolder(t);
  const { exitCode, stdout, stderr } = await kantoku(drill, ["restore", folder]);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^Restored the state of \S+Z: 0 jobs, 20 messages, 24 missing files\.\n$/);
  const { home } = await loadConfig({ home: drill }, {});
  for (const tree of ["blobs", "jobs", "inbox"]) {
    assert.deepEqual(filesIn(join(home.data, tree)), filesIn(join(folder, "data", tree)));
  }
  assert.equal(readFileSync(join(drill, "kantoku.config.yaml"), "utf8"), "http: { port: 0 }\n");
  const stats = await kantokuJson<{ topic: string; ready: number }[]>(drill, ["queue", "stats"]);
  assert.deepEqual(
    stats.map(({ topic, ready }) => [topic, ready]),
    [["t", 20]],
  );
  const taken = await kantokuJson<{ payload: { n: number } }>(drill, ["queue", "receive", "t"]);
  assert.equal(taken.payload.n, 0, "a message has its big payload again");
});

test("a home with a database keeps it, unless told otherwise, and then aside with its log", async (t) => {
  const { root, config } = await lived(t);
  const { folder } = await backUp(config);
  // Killed, it leaves its last commits in the log.
  const crash = `
    import { loadConfig } from "project/daemon/config.ts";
    import { openStores } from "project/daemon/stores.ts";
    const stores = openStores(await loadConfig({ home: ${JSON.stringify(root)} }, {}));
    await stores.queue.send([{ topic: "t", payload: "the last one" }]);
    process.kill(process.pid, "SIGKILL");`;
  assert.equal((await scripted(t, crash)).signal, "SIGKILL");
  const before = filesIn(root);
  const refused = await kantoku(root, ["restore", folder]);
  assert.equal(refused.exitCode, 1);
  assert.match(refused.stderr, /^The home \S+ has a database already\.\nWith --force it is kept/);
  assert.deepEqual(filesIn(root), before);
  const {
    kept,
    files,
    config: file,
  } = await kantokuJson<Restored>(root, ["restore", "--force", folder]);
  assert.deepEqual([files, file], [0, "kept"]);
  assert.equal(countMessages(config.home.database), 20);
  assert.ok(kept);
  assert.equal(countMessages(join(kept, "kantoku.db")), 21);
});

test("what a home has stays as it is; only what it lacks comes back", async (t) => {
  const { root, config } = await lived(t);
  const { folder } = await backUp(config);
  const { home } = config;
  const [blob = ""] = Object.keys(filesIn(home.blobs)).filter((path) => path.endsWith(".json"));
  rmSync(join(home.blobs, blob));
  writeFileSync(join(home.jobs, "job-1", "report.md"), "# Mended by hand\n");
  mkdirSync(join(home.jobs, "job-2"));
  writeFileSync(join(home.jobs, "job-2", "report.md"), "# Made after the backup\n");
  await restoreBackup(config, folder, { force: true });
  assert.ok(existsSync(join(home.blobs, blob)));
  assert.match(readFileSync(join(home.jobs, "job-1", "report.md"), "utf8"), /by hand/);
  assert.match(readFileSync(join(home.jobs, "job-2", "report.md"), "utf8"), /after/);
  assert.equal(asides(join(root, "data")).length, 1);
});

test("a home at work is refused: with a daemon, and with anybody who has the database open", async (t) => {
  const { root, config } = await lived(t);
  const { folder } = await backUp(config);
  const other = start(
    t,
    `import { loadConfig } from "project/daemon/config.ts";
     import { openStores } from "project/daemon/stores.ts";
     const stores = openStores(await loadConfig({ home: ${JSON.stringify(root)} }, {}));
     process.stdout.write("open");
     setInterval(() => stores, 1e6);`,
  );
  await once(other.stdout!, "data");
  assert.deepEqual(usersOf(config.home.database), [other.pid]);
  const open = await kantoku(root, ["restore", folder, "--force"]);
  assert.equal(open.exitCode, 1);
  assert.match(
    open.stderr,
    new RegExp(`is open in other processes: ${other.pid}\\.\nStop it first: `),
  );
  const home = temporaryHome(t);
  assert.equal((await kantoku(home, ["up", "--detach", "--port", "0"])).exitCode, 0);
  const running = await kantoku(home, ["restore", folder, "--force"]);
  assert.equal(running.exitCode, 1);
  assert.match(running.stderr, /^A daemon runs on \S+ \(pid \d+\)\.\nStop it first: kantoku down/);
});

test("a damaged backup is told in one line, and the home is as it was", async (t) => {
  const { config } = await lived(t);
  const blobOf = (folder: string): string =>
    Object.keys(filesIn(folder)).find((path) => /blobs\/.*\.json$/.test(path)) ?? "";
  const database = "data/kantoku.db";
  const harms: readonly [RegExp, (folder: string) => void][] = [
    [/its database is not what was written/, (f) => overwrite(join(f, database), 9_000, 10)],
    [/its database is missing/, (f) => rmSync(join(f, database))],
    [/blobs\/\S+ has another content/, (f) => overwrite(join(f, blobOf(f)), 10, 10)],
    [/data\/blobs has 20 files .* instead of 21/, (f) => rmSync(join(f, blobOf(f)))],
    [
      /data\/jobs has 2 files with \d+ bytes/,
      (f) => appendFileSync(join(f, "data/jobs/job-1/report.md"), "x"),
    ],
    [/its backup\.json can't be read/, (f) => writeFileSync(join(f, "backup.json"), "{")],
    [/its backup\.json contradicts/, (f) => writeFileSync(join(f, "backup.json"), "{}")],
  ];
  for (const [words, harm] of harms) {
    const { folder } = await backUp(config, { folder: temporaryFolder(t) });
    harm(folder);
    const drill = temporaryFolder(t);
    const { exitCode, stderr } = await kantoku(drill, ["restore", folder]);
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, words);
    assert.match(stderr, /^The backup \S+ is damaged: .*\.\nNothing was changed\. .*\n$/);
    assert.deepEqual(filesIn(drill), {});
    const left = readdirSync(drill, { recursive: true }).map(String);
    assert.deepEqual(
      left.filter((path) => path.endsWith(".draft")),
      [],
    );
  }
});

test("a blob that the home itself had damaged is told by each backup, and hinders no restore", async (t) => {
  const { config } = await lived(t);
  const [bent = ""] = Object.keys(filesIn(config.home.blobs)).filter((path) =>
    path.endsWith(".json"),
  );
  overwrite(join(config.home.blobs, bent), 10, 10);
  await backUp(config);
  const { folder, manifest } = await backUp(config);
  assert.deepEqual(manifest.damaged, [`blobs/${bent}`]);
  const { exitCode, stderr } = await kantoku(temporaryFolder(t), ["restore", folder]);
  assert.equal(exitCode, 0, stderr);
});

test("what is no backup is named, with the one that was probably meant", async (t) => {
  const { root, config } = await lived(t);
  const { folder } = await backUp(config);
  const tried = async (path: string) => {
    const { exitCode, stderr } = await kantoku(temporaryFolder(t), ["restore", path]);
    assert.equal(exitCode, 2, stderr);
    return stderr;
  };
  assert.match(
    await tried(join(root, "backups")),
    new RegExp(`is no backup \\(.* newest: ${folder}\\)`),
  );
  assert.match(
    await tried(join(root, "none")),
    /^backup: there is no folder \S+none \(a backup is/,
  );
  const newer = join(root, "backups", "kantoku-newer");
  mkdirSync(newer);
  writeFileSync(join(newer, "backup.json"), '{ "format": 2 }');
  const { exitCode, stderr } = await kantoku(temporaryFolder(t), ["restore", newer]);
  assert.equal(exitCode, 1);
  assert.match(stderr, /was made by a newer Kantoku\.\nUpgrade Kantoku/);
});

test("a restore that is killed loses nothing, and can be done again", async (t) => {
  const { root, config } = await lived(t);
  const { folder } = await backUp(config);
  await send(config, 1);
  const blobs = filesIn(config.home.blobs);
  for (const point of ["restore.copied", "restore.files-placed", "restore.kept-aside"]) {
    const { signal, stderr } = await scripted(
      t,
      `import { crashAt } from "project/kernel/fault-points.ts";
       import { loadConfig } from "project/daemon/config.ts";
       import { restoreBackup } from "project/daemon/backup/restore.ts";
       crashAt(${JSON.stringify(point)});
       const config = await loadConfig({ home: ${JSON.stringify(root)} }, {});
       await restoreBackup(config, ${JSON.stringify(folder)}, { force: true });`,
    );
    assert.equal(signal, "SIGKILL", `${point}: ${stderr}`);
    assert.equal(countMessages(config.home.database), 21, point);
    assert.deepEqual(filesIn(config.home.blobs), blobs);
  }
  const { kept } = await restoreBackup(config, folder, { force: true });
  assert.equal(countMessages(config.home.database), 20);
  assert.equal(countMessages(join(kept ?? "", "kantoku.db")), 21);
  const drafts = readdirSync(config.home.data).filter((name) => name.endsWith(".draft"));
  assert.deepEqual(drafts, []);
});

test("a restored home goes on: the daemon starts on it and takes new work", async (t) => {
  const { config } = await lived(t);
  const { folder } = await backUp(config);
  const home = temporaryHome(t);
  assert.equal((await kantoku(home, ["restore", folder])).exitCode, 0);
  const up = await kantoku(home, ["up", "--detach", "--port", "0"]);
  assert.equal(up.exitCode, 0, up.stderr);
  using stores = openStores(await loadConfig({ home }, {}));
  const [sent] = await stores.queue.send([{ topic: "t", payload: "new" }]);
  assert.equal(sent?.id, "21");
});
