import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { Database, Statement, Tx } from "../../kernel/database.ts";
import { temporaryFolder } from "../support/temp.ts";
import { wide, widePerform } from "./support/workflows.ts";
import { admission, openWorkshop } from "./support/workshop.ts";

/** Statements that were run through the returned database, itself counted. */
function counting(database: Database): { readonly database: Database; count: number } {
  const counter = { database, count: 0 };
  const counted = <Row>(statement: Statement<Row>): Statement<Row> => ({
    get: (parameters) => ((counter.count += 1), statement.get(parameters)),
    all: (parameters) => ((counter.count += 1), statement.all(parameters)),
    run: (parameters) => ((counter.count += 1), statement.run(parameters)),
  });
  const through = (tx: Tx): Tx => ({
    ...tx,
    prepare: <Row>(sql: string) => counted(tx.prepare<Row>(sql)),
  });
  counter.database = {
    ...database,
    prepare: <Row>(sql: string) => counted(database.prepare<Row>(sql)),
    transact: (work) => database.transact((tx) => work(through(tx))),
    autocommit: (work) => database.autocommit((tx) => work(through(tx))),
  };
  return counter;
}

/** Of the whole way of one step (dispatch, receive, ack, settle), with nothing to perform. */
async function statementsPerStep(t: TestContext, width: number): Promise<number> {
  let counter = { count: 0 };
  const { jobs, reaches, stop } = openWorkshop(t, temporaryFolder(t), {
    templates: [wide],
    perform: widePerform(width),
    through: (database) => {
      const counted = counting(database);
      counter = counted;
      return counted.database;
    },
  });
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  await stop();
  return counter.count / (width + 2);
}

test("a fan-out of thousands costs each step no more statements than one of a hundred", async (t) => {
  const small = await statementsPerStep(t, 100);
  const large = await statementsPerStep(t, 3_000);
  t.diagnostic(`100: ${small.toFixed(1)}, 3,000: ${large.toFixed(1)} statements per step`);
  assert.ok(large <= small * 1.1, `${small} and ${large}`);
});
