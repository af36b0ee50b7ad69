import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isStillHeld,
  lateness,
  planFor,
  wasApplied,
  type Held,
  type Interrupted,
} from "../../queue/files/plan.ts";
import type { MessageView } from "../../queue/queue.ts";

const posted = { postedAtMs: 1_000, leaseMs: 60_000 };
const view: MessageView = {
  id: "1",
  topic: "work.test",
  state: "leased",
  attempts: 0,
  worker: "files:tom",
  leasedAt: 0,
  lastError: null,
};

function held(id: string, more: Partial<Held> = {}): Held {
  const message = { attempt: 1, replyTo: null, correlationId: null, traceId: null };
  return {
    id,
    token: "t",
    ...message,
    posted,
    heardAt: posted.postedAtMs,
    withdrawnAt: null,
    ...more,
  };
}

const NOW = 50_000;
const plan = (leases: readonly Held[], files: Record<string, number>, isServed = true) =>
  planFor({ isServed, leases, files: new Map(Object.entries(files)), now: NOW });

const NOTHING = { remove: [], withdraw: [], takeBack: [], post: [], extend: [] };

test("files and leases that agree are left alone", () => {
  assert.deepEqual(plan([], {}), NOTHING);
  assert.deepEqual(plan([held("1"), held("2")], { 1: 1_000, 2: 1_000 }), NOTHING);
});

test("a file without a lease goes, a lease without a file gets one", () => {
  const missing = held("2");
  const fresh = held("3", { posted: null, heardAt: null });
  assert.deepEqual(plan([missing, fresh], { 1: 1_000, 3: 1_000 }), {
    ...NOTHING,
    remove: ["1"],
    post: [missing, fresh],
  });
});

test("a touch prolongs once, by any other time than the one heard last", () => {
  const touched = held("1", { heardAt: 5_000 });
  assert.deepEqual(plan([touched], { 1: 5_000 }), NOTHING);
  for (const changedAt of [6_000, 4_000]) {
    const { extend } = plan([touched], { 1: changedAt });
    assert.deepEqual(extend, [{ ...touched, heardAt: changedAt }]);
  }
});

test("who leaves keeps what was begun and gives back the rest", () => {
  const begun = held("1");
  const heard = held("2", { heardAt: 9_000 });
  const unbegun = held("3");
  const missing = held("4");
  const fresh = held("5", { posted: null, heardAt: null });
  const files = { 1: 7_000, 2: 9_000, 3: 1_000, 5: 1_000 };
  assert.deepEqual(plan([begun, heard, unbegun, missing, fresh], files, false), {
    ...NOTHING,
    withdraw: [unbegun, missing, fresh],
    extend: [{ ...begun, heardAt: 7_000 }],
  });
});

test("what was withdrawn is given back when no answer can be on its way any more", () => {
  const answering = held("1", { withdrawnAt: NOW - 100 });
  const silent = held("2", { withdrawnAt: NOW - 1_000 });
  const ahead = held("3", { withdrawnAt: NOW + 3_600_000 });
  assert.deepEqual(plan([answering, silent, ahead], {}, false), {
    ...NOTHING,
    takeBack: [silent, ahead],
  });
  assert.deepEqual(plan([answering, silent], {}), { ...NOTHING, post: [answering, silent] });
});

test("a lease is held while the queue says so of this worker", () => {
  assert.ok(isStillHeld(view, "files:tom"));
  assert.ok(!isStillHeld(view, "files:tim"));
  assert.ok(!isStillHeld({ ...view, state: "cancelled" }, "files:tom"));
  assert.ok(!isStillHeld(undefined, "files:tom"));
});

test("after a crash it is known whether the queue had been told", () => {
  const was = (outcome: Interrupted["outcome"], more: Partial<MessageView> | undefined): boolean =>
    wasApplied({
      outcome,
      attempt: 2,
      view: more && { ...view, ...more },
      worker: "files:tom",
    });
  assert.ok(was("done", { state: "done" }));
  assert.ok(!was("done", { state: "done", worker: "other#1" }));
  assert.ok(!was("done", { state: "waiting", worker: null }));
  assert.ok(!was("done", undefined));
  assert.ok(was("failed", { state: "waiting", attempts: 2 }));
  assert.ok(was("failed", { state: "dead", attempts: 3 }));
  assert.ok(!was("failed", { state: "waiting", attempts: 1 }), "its lease expired instead");
  assert.ok(!was("failed", undefined));
  assert.ok(was("released", { state: "waiting" }));
  assert.ok(was("snoozed", undefined));
});

test("whoever is late learns what has become of the message", () => {
  const says = (more: Partial<MessageView>): string =>
    lateness("1", { ...view, ...more }, "files:tom");
  assert.match(lateness("1\n2", undefined, "files:tom"), /no message "1\\n2"/);
  assert.match(says({}), /given out anew/);
  assert.match(says({ worker: "w#1" }), /worked on by w#1/);
  assert.match(says({ state: "done", worker: "w#1" }), /done, by w#1/);
  assert.match(says({ state: "waiting" }), /waits to be given out/);
  assert.match(says({ state: "cancelled" }), /was cancelled/);
  assert.match(says({ state: "dead", lastError: "no colour" }), /dead \(no colour\)/);
});
