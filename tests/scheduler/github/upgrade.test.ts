import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openDatabase, type Database } from "../../../kernel/database.ts";
import { acceptReplacement } from "../../../scheduler/inbox/github/bearers/accept.ts";
import { noteReplaced, saveName } from "../../../scheduler/inbox/github/bearers/statements.ts";
import { requestsOfGeneration } from "../../../scheduler/inbox/github/statements.ts";
import { githubMigrations } from "../../../scheduler/migrations.ts";
import { heardUntil, recordHeard } from "../../../scheduler/outbox/replies/statements.ts";
import { publicationsOf } from "../../../scheduler/outbox/statements.ts";
import { temporaryFolder } from "../../support/temp.ts";

/** A database as it was after the migration with this number, and a way to bring it up to date. */
function databaseAt(t: TestContext, number: number) {
  const folder = join(temporaryFolder(t), "migrations");
  mkdirSync(folder);
  for (const file of readdirSync(githubMigrations.folder)) {
    if (Number.parseInt(file) > number) continue;
    cpSync(join(githubMigrations.folder, file), join(folder, file));
  }
  const path = join(temporaryFolder(t), "kantoku.db");
  const open = (migrations = githubMigrations): Database => {
    const database = openDatabase(path, { migrations: [migrations] });
    t.after(() => database.close());
    return database;
  };
  return { old: open({ ...githubMigrations, folder }), upgrade: () => open() };
}

function addRequest(database: Database, repository: string, issue: number): void {
  database.transact((tx) =>
    tx
      .prepare(
        `insert into github_requests
           (repository, issue, generation, actor, labelled_at, workflow, title, brief, state, taken_at)
         values (@repository, @issue, @issue, 'olga', '2026-01-01T00:00:00Z', 'film', 'T', 'B', 'taken', 0)`,
      )
      .run({ repository, issue }),
  );
}

const addRepository = (database: Database, name: string, id: number): void =>
  void database.transact((tx) =>
    tx.prepare("insert into github_repositories (name, id) values (@name, @id)").run({ name, id }),
  );

const presentNames = (database: Database): unknown[] =>
  database.prepare("select name, present_name as now from github_repositories").all();

test("the only repository of an older database is known by the name that its requests have", (t) => {
  const { old, upgrade } = databaseAt(t, 6);
  addRepository(old, "acme/films", 7);
  addRequest(old, "acme/movies", 1);
  addRequest(old, "acme/movies", 2);
  assert.deepEqual(presentNames(upgrade()), [{ name: "acme/films", now: "acme/movies" }]);
});

test("whose requests they are is not guessed where an older database has several repositories", (t) => {
  const { old, upgrade } = databaseAt(t, 6);
  addRepository(old, "acme/films", 7);
  addRepository(old, "acme/parts", 8);
  addRequest(old, "acme/movies", 1);
  assert.deepEqual(presentNames(upgrade()), [
    { name: "acme/films", now: null },
    { name: "acme/parts", now: null },
  ]);
});

test("a film that stays on the machine is not taken for one that was refused, and its path is forgotten", (t) => {
  const { old, upgrade } = databaseAt(t, 8);
  addRequest(old, "acme/films", 1);
  const rows = [
    ["video", "https://films.example.org/a", "`/srv/a.mp4`"],
    ["poster", null, "`/srv/a.png`"],
    ["captions", null, "It could not be uploaded."],
  ];
  old.transact((tx) => {
    for (const [output = "", url = null, remark = null] of rows) {
      tx.prepare(
        `insert into github_publications (request, output, sha256, url, remark, published_at)
         values (1, @output, @sha256, @url, @remark, 0)`,
      ).run({ output, sha256: "0".repeat(64), url, remark });
    }
  });
  const found = publicationsOf(upgrade(), 1).map(({ output, isKept, remark }) => [
    output,
    [isKept, remark?.startsWith("`") ?? null],
  ]);
  assert.deepEqual(Object.fromEntries(found), {
    captions: [0, false],
    poster: [1, true],
    video: [0, null],
  });
});

/** What a daemon of the version before does with tables that were changed since. */
const AS_BEFORE = [
  `update github_sheets set asks_approval = 1 where request = 1 and asks_approval <> 1`,
  `insert into github_heard (repository, until) values ('acme/films', '2026-01-01T00:00:00Z')
   on conflict (repository) do update set until = excluded.until`,
];

test("a daemon of the version before goes on when a command of this one has opened its database", (t) => {
  const { old, upgrade } = databaseAt(t, 6);
  const work = (): void => {
    old.transact((tx) => {
      for (const statement of AS_BEFORE) tx.prepare(statement).run({});
    });
  };
  addRepository(old, "acme/films", 7);
  addRequest(old, "acme/films", 1);
  work();
  const database = upgrade();
  assert.equal(heardUntil(database, 7), "2026-01-01T00:00:00Z");
  work();
  addRequest(old, "acme/films", 2);
  assert.equal(requestsOfGeneration(database, 2)[0]?.takenIn, "acme/films");
});

const numbers = (database: Database): unknown[] =>
  database
    .prepare<{ number: number | null }>(
      "select repository_id as number from github_requests order by issue",
    )
    .all({})
    .map(({ number }) => number);

test("requests of an older database get the number of the repository that they belong to", (t) => {
  const { old, upgrade } = databaseAt(t, 8);
  addRepository(old, "acme/films", 7);
  addRepository(old, "acme/parts", 8);
  addRepository(old, "acme/bits", 9);
  old.transact((tx) =>
    tx.prepare("update github_repositories set present_name = 'Acme/Movies' where id = 7").run({}),
  );
  addRequest(old, "acme/movies", 1);
  addRequest(old, "acme/parts", 2);
  addRequest(old, "acme/unknown", 3);
  assert.deepEqual(numbers(upgrade()), [7, 8, null]);
});

test("a name that two repositories of an older database were known by tells of neither", (t) => {
  const { old, upgrade } = databaseAt(t, 8);
  addRepository(old, "acme/films", 7);
  addRepository(old, "acme/parts", 8);
  old.transact((tx) =>
    tx.prepare("update github_repositories set present_name = 'acme/films' where id = 8").run({}),
  );
  addRequest(old, "acme/films", 1);
  assert.deepEqual(numbers(upgrade()), [null]);
});

test("whose requests they are is not guessed where a repository was accepted in place of another", (t) => {
  const { old, upgrade } = databaseAt(t, 8);
  addRepository(old, "acme/films", 8);
  addRequest(old, "acme/films", 1);
  old.transact((tx) => recordHeard(tx, 7, "2026-01-01T00:00:00Z"));
  assert.deepEqual(numbers(upgrade()), [null]);
});

test("what a daemon of the version before takes beside this one is known by its repository's number", (t) => {
  const { old, upgrade } = databaseAt(t, 8);
  addRepository(old, "acme/films", 7);
  const database = upgrade();
  addRequest(old, "acme/films", 1);
  database.transact((tx) =>
    saveName(tx, { name: "acme/films", id: 7, presentName: "acme/movies" }),
  );
  assert.deepEqual(
    database.prepare("select repository, repository_id from github_requests").all({}),
    [{ repository: "acme/movies", repository_id: 7 }],
  );
});

test("what is of nobody known counts as of the repository before, when another one is accepted", (t) => {
  const { old, upgrade } = databaseAt(t, 8);
  addRepository(old, "acme/films", 7);
  addRepository(old, "acme/parts", 9);
  const rename = "update github_repositories set present_name = 'acme/films' where id = 9";
  old.transact((tx) => tx.prepare(rename).run({}));
  addRequest(old, "acme/films", 1);
  const database = upgrade();
  database.transact((tx) => noteReplaced(tx, { name: "acme/films", id: 8 }));
  const jobs = { status: () => undefined, cancel: () => assert.fail("there is no job") };
  const watched = ["acme/films", "acme/parts"];
  acceptReplacement("acme/films", { database, jobs, watched, speaks: () => "en" });
  assert.deepEqual(database.prepare("select repository, state from github_requests").all({}), [
    { repository: "acme/films@7", state: "ignored" },
  ]);
});

test("an issue that was moved into the repository before is not looked for in the accepted one", (t) => {
  const { upgrade } = databaseAt(t, 8);
  const database = upgrade();
  addRepository(database, "acme/films", 7);
  addRequest(database, "acme/parts", 1);
  const move = "update github_requests set moved_repository = 'Acme/Films', moved_issue = 5";
  database.transact((tx) => {
    tx.prepare(move).run({});
    noteReplaced(tx, { name: "acme/films", id: 8 });
  });
  const jobs = { status: () => undefined, cancel: () => assert.fail("there is no job") };
  const watched = ["acme/films", "acme/parts"];
  acceptReplacement("acme/films", { database, jobs, watched, speaks: () => "en" });
  assert.deepEqual(
    database.prepare("select repository, moved_repository as moved from github_requests").all({}),
    [{ repository: "acme/parts", moved: "Acme/Films@7" }],
  );
});
