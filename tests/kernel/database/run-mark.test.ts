import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import {
  lookAround,
  markEnded,
  markRunning,
  suspicionOf,
  type RunMark,
} from "../../../kernel/database/run-mark.ts";
import { examineAfterUncleanEnd } from "../../../kernel/database/unclean-end.ts";
import { fill, ledger, overwrite } from "./ledger.ts";

const suspicion = (state: RunMark["state"] | undefined, boot: "same" | "other", hasLog: boolean) =>
  suspicionOf({ mark: state && { state, bootId: "same" }, bootId: boot, hasLog });

test("what the last run left decides whether the file is looked through", () => {
  for (const hasLog of [true, false]) {
    assert.equal(suspicion(undefined, "same", hasLog), "unmarked");
    assert.equal(suspicion("running", "same", hasLog), "cut-off");
    assert.equal(suspicion("running", "other", hasLog), "cut-off");
    assert.equal(suspicion("in-use", "same", hasLog), undefined, "agents work on");
    assert.equal(suspicion("in-use", "other", hasLog), "machine-went-down");
  }
  for (const boot of ["same", "other"] as const) {
    assert.equal(suspicion("closed", boot, false), undefined);
    assert.equal(suspicion("closed", boot, true), "unexpected-log");
  }
});

test("the end is marked by whether somebody else has the file open", (t) => {
  const { path, open } = ledger(t, 10);
  markRunning(path);
  assert.equal(lookAround(path).mark?.state, "running");
  {
    using agent = open();
    fill(agent, 1);
    open().close();
    markEnded(path);
    assert.equal(lookAround(path).mark?.state, "in-use");
  }
  markEnded(path);
  assert.equal(lookAround(path).mark?.state, "closed");
});

test("a mark that can't be read is none", (t) => {
  const { path } = ledger(t, 10);
  for (const content of ["", "{", `{"state":"asleep","bootId":"x"}`]) {
    writeFileSync(`${path}-run`, content);
    assert.equal(lookAround(path).mark, undefined);
  }
});

test("only a run that did not end as it should has the file examined", (t) => {
  const { path } = ledger(t, 10);
  assert.equal(examineAfterUncleanEnd(`${path}.none`), undefined, "there is nothing to examine");
  assert.equal(examineAfterUncleanEnd(path)?.suspicion, "unmarked");
  markRunning(path);
  assert.equal(examineAfterUncleanEnd(path)?.suspicion, "cut-off");
  markEnded(path);
  overwrite(path, 4_096, 100);
  assert.equal(examineAfterUncleanEnd(path), undefined);
  markRunning(path);
  assert.throws(() => examineAfterUncleanEnd(path), { code: "database-damaged" });
});
