import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { githubMigrations } from "../../../scheduler/migrations.ts";
import { issueRef, type IssueName } from "../../../scheduler/inbox/github/names.ts";
import { lineBudget } from "../../../scheduler/inbox/github/needs/line-budget.ts";
import { needs, type Needs } from "../../../scheduler/inbox/github/needs/needs.ts";
import { fakeClock } from "../../support/clock.ts";
import { temporaryDatabase } from "../../support/database.ts";

const { signal } = new AbortController();
const LOOK_MS = 20_000;
const LOOKS_A_MINUTE = 3;

/** Repositories with as many films in line each, and a GitHub in which nothing blocks them. */
function office(t: TestContext, repositories: readonly string[], films: number) {
  const database = temporaryDatabase(t, [githubMigrations]);
  database.transact((tx) => {
    for (const repository of repositories) {
      for (let issue = 1; issue <= films; issue += 1) {
        tx.prepare(
          `insert into github_requests
             (repository, issue, generation, actor, labelled_at, workflow, title, brief, state, job, taken_at)
           values (@repository, @issue, @issue, 'olga', '2026-01-01T00:00:00Z', 'film', 'T', 'B', 'admitted', @job, 0)`,
        ).run({ repository, issue, job: `${repository}#${issue}` });
      }
    }
  });
  const clock = fakeClock();
  let asked: string[] = [];
  const issue = async (name: IssueName) => {
    asked.push(issueRef(name));
    return { ...name, title: "", labels: [], updatedAt: "", isOpen: true };
  };
  const begun = new Set<string>();
  const jobs = { status: () => "queued", hasBegun: (job: string) => begun.has(job) };
  const line = lineBudget(repositories.length, clock);
  const loops = repositories.map((): Needs =>
    needs({
      client: { issue, blockers: async () => [] },
      database,
      jobs,
      clock,
      line,
      speaks: () => "en",
    } as unknown as Parameters<typeof needs>[0]),
  );
  /** What was asked about in a minute of looks at all repositories. */
  const minute = async (): Promise<string[]> => {
    asked = [];
    for (let look = 0; look < LOOKS_A_MINUTE; look += 1) {
      await clock.advance(LOOK_MS);
      for (const [at, loop] of loops.entries()) await loop.recheck(repositories[at]!, signal);
    }
    return asked;
  };
  return { minute, begun };
}

const names = (count: number) => Array.from({ length: count }, (_, n) => `acme/films-${n}`);

test("only the next three in line are asked about, once a minute, and then those behind them", async (t) => {
  const { minute, begun } = office(t, ["acme/films"], 60);
  const first = ["acme/films#1", "acme/films#2", "acme/films#3"];
  assert.deepEqual(await minute(), first);
  assert.deepEqual(await minute(), first);
  begun.add("acme/films#1");
  assert.deepEqual((await minute()).toSorted(), ["acme/films#2", "acme/films#3", "acme/films#4"]);
});

test("however many repositories have films in line, thirty are asked about a minute, and all have their turn", async (t) => {
  const repositories = names(25);
  const { minute } = office(t, repositories, 10);
  const counts: number[] = [];
  const seen = new Set<string>();
  for (let minutes = 0; minutes < 10; minutes += 1) {
    const asked = await minute();
    counts.push(asked.length);
    for (const name of asked) seen.add(name);
  }
  assert.ok(
    counts.every((count) => count <= 30),
    counts.join(),
  );
  const wanted = repositories.flatMap((name) => [1, 2, 3].map((issue) => `${name}#${issue}`));
  assert.deepEqual([...seen].toSorted(), wanted.toSorted());
});
