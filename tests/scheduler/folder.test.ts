import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { createEvents } from "../../kernel/events.ts";
import { OperationalError } from "../../kernel/errors.ts";
import { run } from "../../kernel/process.ts";
import { folderInbox, type AdmitText } from "../../scheduler/inbox/folder.ts";
import { looksSettled } from "../../scheduler/inbox/folder/settled.ts";
import { openJobs } from "../../scheduler/jobs.ts";
import { temporaryFolder } from "../support/temp.ts";
import { openParts } from "./support/workshop.ts";

const MORTAL = join(import.meta.dirname, "fixtures", "mortal-inbox.ts");
/** Of coreutils, which every machine has. */
const MAKE_PIPE = "mkfifo";

interface Inbox {
  readonly root: string;
  readonly briefs: string;
  readonly texts: string[];
  readonly keys: string[];
  readonly failures: string[];
  /** Resolves with the reason of the next refusal. */
  readonly refusal: () => Promise<string>;
  /** Resolves once `count` files were handed over. */
  readonly admitted: (count: number) => Promise<void>;
}

/** An inbox at work, whose texts become jobs `job-1`, `job-2` … unless they say "bad". */
function openInbox(
  t: TestContext,
  admitText?: AdmitText,
  before?: (briefs: string) => void,
): Inbox {
  const root = temporaryFolder(t);
  const briefs = join(root, "briefs");
  mkdirSync(briefs);
  before?.(briefs);
  const events = createEvents();
  const texts: string[] = [];
  const keys: string[] = [];
  const failures: string[] = [];
  const waiting = new Set<() => void>();
  const stopping = new AbortController();
  const standard: AdmitText = async (text, { admissionKey }) => {
    texts.push(Buffer.from(text).toString());
    keys.push(admissionKey);
    if (texts.at(-1)?.includes("bad")) {
      return { problems: [{ where: "brief", line: 3, message: "has no title" }] };
    }
    return { job: `job-${texts.length}` };
  };
  const told: AdmitText = async (text, from) => {
    const answer = await (admitText ?? standard)(text, from);
    setImmediate(() => waiting.forEach((wake) => wake()));
    return answer;
  };
  events.on("service.failed", ({ code }) => failures.push(code));
  const service = folderInbox({ folder: briefs, admitText: told, events });
  const ended = service.run(stopping.signal);
  t.after(async () => {
    stopping.abort();
    await ended;
  });
  return {
    root,
    briefs,
    texts,
    keys,
    failures,
    refusal: () =>
      new Promise((resolve) => events.on("brief.rejected", ({ reason }) => resolve(reason))),
    admitted: (count) =>
      new Promise((resolve) => {
        const wake = (): void => {
          if (texts.length >= count) resolve();
        };
        waiting.add(wake);
        wake();
      }),
  };
}

const namesOf = (...folder: string[]): string[] =>
  existsSync(join(...folder)) ? readdirSync(join(...folder)).sort() : [];

test("a dropped brief becomes a job, and the file moves to the accepted ones", async (t) => {
  const inbox = openInbox(t);
  writeFileSync(join(inbox.briefs, "film.md"), "# A film");
  await inbox.admitted(1);
  assert.deepEqual(inbox.texts, ["# A film"]);
  assert.match(inbox.keys[0] ?? "", /^folder:film\.md@[0-9a-f]{32}$/);
  assert.deepEqual(namesOf(inbox.briefs), []);
  assert.deepEqual(namesOf(inbox.root, "accepted"), ["job-1-film.md"]);
});

test("files that lay there before are taken, other names and hidden drafts are not", async (t) => {
  const inbox = openInbox(t, undefined, (briefs) => {
    for (const name of ["one.md", "two.md", ".draft.md", "notes.txt"]) {
      writeFileSync(join(briefs, name), name);
    }
  });
  await inbox.admitted(2);
  assert.deepEqual(inbox.texts, ["one.md", "two.md"]);
  assert.deepEqual(namesOf(inbox.briefs), [".draft.md", "notes.txt"]);
});

test("a refused brief moves away, with its reason beside it", async (t) => {
  const inbox = openInbox(t);
  const refused = inbox.refusal();
  writeFileSync(join(inbox.briefs, "film.md"), "bad");
  assert.equal(await refused, "brief:3: has no title");
  assert.deepEqual(namesOf(inbox.briefs), []);
  assert.deepEqual(namesOf(inbox.root, "rejected"), ["film.md", "film.md.reason.txt"]);
  const reason = readFileSync(join(inbox.root, "rejected", "film.md.reason.txt"), "utf8");
  assert.equal(reason, "brief:3: has no title\n");
  const again = inbox.refusal();
  writeFileSync(join(inbox.briefs, "film.md"), "bad again");
  await again;
  assert.deepEqual(namesOf(inbox.root, "rejected"), [
    "film-2.md",
    "film-2.md.reason.txt",
    "film.md",
    "film.md.reason.txt",
  ]);
});

test("links, pipes, folders, huge files and files that can't be read are refused unread", async (t) => {
  const inbox = openInbox(t, undefined, (briefs) => {
    writeFileSync(join(briefs, "..", "secret.txt"), "secret");
    symlinkSync("../secret.txt", join(briefs, "link.md"));
    execFileSync(MAKE_PIPE, [join(briefs, "pipe.md")]);
    mkdirSync(join(briefs, "folder.md"));
    writeFileSync(join(briefs, "huge.md"), "");
    truncateSync(join(briefs, "huge.md"), 5 * 1024 * 1024);
    writeFileSync(join(briefs, "locked.md"), "locked");
    chmodSync(join(briefs, "locked.md"), 0o000);
    writeFileSync(join(briefs, "zz-last.md"), "good");
  });
  await inbox.admitted(1);
  const isRoot = process.getuid?.() === 0;
  const reasons = Object.fromEntries(
    namesOf(inbox.root, "rejected")
      .filter((name) => name.endsWith(".reason.txt"))
      .map((name) => [name, readFileSync(join(inbox.root, "rejected", name), "utf8")]),
  );
  assert.match(reasons["link.md.reason.txt"] ?? "", /^link\.md: is a symbolic link/);
  assert.match(reasons["pipe.md.reason.txt"] ?? "", /is not a regular file/);
  assert.match(reasons["folder.md.reason.txt"] ?? "", /is not a regular file/);
  assert.match(reasons["huge.md.reason.txt"] ?? "", /the brief is too big: 5\.2 MB/);
  // Root reads everything.
  if (!isRoot) assert.match(reasons["locked.md.reason.txt"] ?? "", /can't be read/);
  assert.ok(!inbox.texts.includes("secret"));
  assert.deepEqual(namesOf(inbox.briefs), isRoot ? namesOf(inbox.briefs) : []);
  assert.equal(readFileSync(join(inbox.root, "secret.txt"), "utf8"), "secret");
});

test("a file that is still being written is left until it stands still", (t) => {
  const path = join(temporaryFolder(t), "film.md");
  const sightings = new Map();
  assert.equal(looksSettled(path, sightings, 0), false);
  writeFileSync(path, "a");
  assert.equal(looksSettled(path, sightings, 10_000), false);
  assert.equal(looksSettled(path, sightings, 11_500), false, "the writer rests for a while");
  appendFileSync(path, "b");
  assert.equal(looksSettled(path, sightings, 11_600), false);
  utimesSync(path, 5, 5);
  assert.equal(looksSettled(path, sightings, 12_000), false);
  assert.equal(looksSettled(path, sightings, 13_999), false);
  assert.equal(looksSettled(path, sightings, 14_000), true);
  assert.equal(looksSettled(path, sightings, 9_000), false, "the clock was set back");
  assert.equal(looksSettled(path, sightings, 11_000), true);
});

test("the same brief dropped again later is another job", async (t) => {
  const inbox = openInbox(t);
  const path = join(inbox.briefs, "film.md");
  for (const [count, seconds] of [1_000, 2_000].entries()) {
    writeFileSync(path, "# A film");
    utimesSync(path, seconds, seconds);
    await inbox.admitted(count + 1);
  }
  assert.equal(new Set(inbox.keys).size, 2);
  assert.deepEqual(namesOf(inbox.root, "accepted"), ["job-1-film.md", "job-2-film.md"]);
});

test("a failure of the house keeps the file, and it is taken when the house is well again", async (t) => {
  let tries = 0;
  let settle = (): void => {};
  const isTaken = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const inbox = openInbox(t, async () => {
    tries += 1;
    if (tries === 1) throw new OperationalError("database-unusable", "The disk is full.");
    setImmediate(settle);
    return { job: "job-1" };
  });
  writeFileSync(join(inbox.briefs, "film.md"), "# A film");
  await isTaken;
  assert.deepEqual(inbox.failures, ["database-unusable"]);
  assert.deepEqual(namesOf(inbox.root, "accepted"), ["job-1-film.md"]);
});

for (const point of [
  "scheduler.admit.before-commit",
  "scheduler.admit.after-commit",
  "folder-inbox.after-admission",
  "folder-inbox.after-move",
]) {
  test(`killed at ${point}, a dropped brief is still exactly one job`, async (t) => {
    const root = temporaryFolder(t);
    mkdirSync(join(root, "briefs"));
    writeFileSync(join(root, "briefs", "film.md"), "# A film");
    const killed = await run(process.execPath, [MORTAL, root, point], { timeoutMs: 120_000 });
    assert.equal(killed.signal, "SIGKILL");
    const revived = await run(process.execPath, [MORTAL, root], { timeoutMs: 120_000 });
    assert.equal(revived.exitCode, 0, revived.stderr);
    const { database, queue, clock, events } = openParts(root);
    const jobs = openJobs(database, queue, { clock, events, templates: () => new Map() }).list();
    queue[Symbol.dispose]();
    database.close();
    assert.equal(jobs.length, 1);
    assert.deepEqual(namesOf(root, "accepted"), [`${jobs[0]?.id}-film.md`]);
    assert.deepEqual(namesOf(root, "briefs"), []);
  });
}

test("killed between reason and move, a refused brief is refused once", async (t) => {
  const root = temporaryFolder(t);
  mkdirSync(join(root, "briefs"));
  writeFileSync(join(root, "briefs", "film.md"), "bad");
  const point = "folder-inbox.after-reason";
  const killed = await run(process.execPath, [MORTAL, root, point], { timeoutMs: 120_000 });
  assert.equal(killed.signal, "SIGKILL");
  const revived = await run(process.execPath, [MORTAL, root], { timeoutMs: 120_000 });
  assert.equal(revived.exitCode, 0, revived.stderr);
  assert.deepEqual(namesOf(root, "rejected"), ["film.md", "film.md.reason.txt"]);
});
