import assert from "node:assert/strict";
import { test } from "node:test";
import type { Database } from "../../../kernel/database.ts";
import {
  clearRequests,
  waitingEdges,
  waitingRequests,
} from "../../../scheduler/inbox/github/needs/statements.ts";
import { openRequests, takenRequests } from "../../../scheduler/inbox/github/statements.ts";
import { githubMigrations } from "../../../scheduler/migrations.ts";
import { approvalQuestions } from "../../../scheduler/outbox/replies/statements.ts";
import { temporaryDatabase } from "../../support/database.ts";

const FILMS = "acme/films";
/** Goes through requests that ended, too; one index holds only those that are not admitted yet. */
const OF_ALL_TIMES =
  /autoindex_github_requests|github_requests_job|SCAN (?:github_requests|request)\b(?! USING INDEX github_requests_taken)/;

const reads: readonly [string, (from: Database) => unknown, RegExp][] = [
  ["what is to be admitted", (from) => takenRequests(from, FILMS, 50), /github_requests_taken/],
  ["what is at work", (from) => openRequests(from, FILMS), /github_requests_open/],
  ["what is in line", (from) => clearRequests(from, FILMS), /github_requests_open/],
  ["what waits", (from) => waitingRequests(from, FILMS), /github_requests_(?:waiting|open)/],
  ["who waits for whom", waitingEdges, /SCAN github_unmet_needs/],
  ["what asks for an approval", (from) => approvalQuestions(from, FILMS), /github_sheets_open/],
];
for (const [what, read, index] of reads) {
  test(`${what} is found without looking at requests that ended long ago`, (t) => {
    const database = temporaryDatabase(t, [githubMigrations]);
    let plan = "";
    const prepare: Database["prepare"] = (sql) => {
      const steps = database.prepare<{ detail: string }>(`explain query plan ${sql}`);
      plan = steps
        .all({ repository: FILMS, limit: 50 })
        .map(({ detail }) => detail)
        .join("; ");
      return database.prepare(sql);
    };
    read({ ...database, prepare });
    assert.match(plan, index);
    assert.doesNotMatch(plan, OF_ALL_TIMES);
  });
}
