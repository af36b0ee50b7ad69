import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { OperationalError } from "../../../kernel/errors.ts";
import { armFaultPoints } from "../../../kernel/fault-points.ts";
import { pendingEdit } from "../../../scheduler/inbox/github/edits/edits.ts";
import { reactionsTo } from "../../support/github/reactions.ts";
import { openDesk, type Desk, type DeskOptions } from "./desk.ts";
import { ENDLESS, openPairOfDesk, sheets, statuses } from "./pair.ts";

/** Around the commit of what a comment begins, and between its effect and the record of that. */
const BEFORE = "github-replies.begin.before-commit";
const AFTER = "github-replies.begin.after-commit";
const DONE = "github-replies.done";

/** What is under way there ends, once, and nothing of it is stored that was not stored before. */
function breakAt(t: TestContext, point: string): { readonly times: number } {
  const broken = { times: 0 };
  const armed = armFaultPoints((name) => {
    if (name !== point || broken.times++ > 0) return;
    throw new OperationalError("broken", `It broke at ${name}.`, { hint: "It is tried again." });
  });
  t.after(() => armed[Symbol.dispose]());
  return broken;
}

const CLEAR = "---\nduration: 30\naspect: 16:9\n---\nTwice.";
const OPEN = "Twice as fast.";

interface Spoken {
  readonly words: string;
  readonly text?: string;
  readonly options?: DeskOptions;
  readonly before: string;
  readonly after: string;
  /** What the sheets tell of it, that of the older film first. */
  readonly told: readonly [RegExp | null, RegExp | null];
}

const REVIEWED: DeskOptions = {
  act: ({ step }) => (step === "critique" ? { review: ["Look."] } : undefined),
};

const LEFT_OUT = {
  kind: "failed",
  failure: { code: "x", message: "Full.", hint: "Wait." },
} as const;
const failsFirst = (): DeskOptions => {
  const failed = new Set<string>();
  return {
    act: ({ job, step }) => {
      if (step !== "mix" || failed.has(job)) return undefined;
      failed.add(job);
      return LEFT_OUT;
    },
  };
};

const SPOKEN: readonly Spoken[] = [
  {
    words: "/approve",
    options: REVIEWED,
    before: "needs-review,needs-review",
    after: "needs-review,done",
    told: [null, /accepted/i],
  },
  {
    words: "/cancel",
    options: ENDLESS,
    before: "running,running",
    after: "cancelled,cancelled",
    told: [null, /cancelled/i],
  },
  {
    words: "/retry",
    options: failsFirst(),
    before: "failed,failed",
    after: "done,done",
    told: [null, /again/i],
  },
  {
    words: "1. 25 seconds",
    text: OPEN,
    options: ENDLESS,
    before: "waiting,waiting",
    after: "waiting,running",
    told: [null, /Understood: duration: 25/],
  },
];

for (const point of [BEFORE, AFTER, DONE]) {
  for (const { words, text = CLEAR, options = {}, before, after, told } of SPOKEN) {
    if (point !== DONE && words !== "/approve") continue;
    test(`"${words}", heard again after a crash at ${point}, is for the films that it was for`, async (t) => {
      const { desk, issue, ask } = await openPairOfDesk(t, text, options);
      await desk.until(() => statuses(desk).join() === before, `the films are ${before}`);
      const broken = breakAt(t, point);
      const said = await ask("olga", words);
      await desk.until(() => statuses(desk).join() === after, `the films are ${after}`);
      assert.ok(broken.times > 1);
      assert.deepEqual(reactionsTo(said), ["+1 kantoku-bot"]);
      for (const [index, pattern] of told.entries()) {
        if (!pattern) continue;
        const saysIt = () => pattern.test(wordsSaid(sheets(issue)[index]));
        await desk.until(saysIt, `sheet ${index} says ${String(pattern)}`);
      }
      assert.equal(begun(desk), 0);
    });
  }
}

for (const point of [BEFORE, AFTER, DONE]) {
  test(`a wish, heard again after a crash at ${point}, changes the film that it was for, and no other`, async (t) => {
    const gate = { step: "edit", open: Promise.resolve() };
    const { desk, issue, ask } = await openPairOfDesk(t, CLEAR, { gate });
    await desk.until(() => issue.state === "closed", "both are there");
    // Changed once, it is not there any more: heard again, the words would be for the older one.
    gate.open = ENDLESS.gate.open;
    const broken = breakAt(t, point);
    const said = await ask("olga", "make shot 3 shorter");
    assert.ok(broken.times > 1);
    assert.deepEqual(statuses(desk), ["done", "running"]);
    assert.deepEqual(reactionsTo(said), ["+1 kantoku-bot"]);
    assert.equal(begun(desk), 0);
  });
}

test("a wish whose film an older version did not note is for the film that it has changed", async (t) => {
  const gate = { step: "edit", open: Promise.resolve() };
  const { desk, issue, ask } = await openPairOfDesk(t, CLEAR, { gate });
  await desk.until(() => issue.state === "closed", "both are there");
  gate.open = ENDLESS.gate.open;
  await ask("olga", "make shot 3 shorter");
  await desk.restart(() =>
    desk.stores.database.transact((tx) =>
      tx.prepare("update github_replies set state = 'heard', answer = null, reaction = null").run(),
    ),
  );
  const state = () =>
    desk.stores.database.prepare<{ state: string }>("select state from github_replies").get()
      ?.state;
  await desk.until(() => state() !== "heard", "it is heeded again");
  assert.deepEqual([state(), statuses(desk)], ["kept", ["done", "running"]]);
});

test("a film that is to be made again is called off though it broke before it was", async (t) => {
  const desk = await openDesk(t, { hasInbox: true, ...ENDLESS });
  const { github, films, stores } = desk;
  const issue = films.open({ by: "rita", title: "Release 2.0", body: CLEAR });
  films.label(issue, "video", "olga");
  await desk.until(() => statuses(desk).join() === "running", "it is made");
  const [{ id: first } = { id: "" }] = stores.jobs.list();
  desk.advance(5_000);
  github.world.edit(issue, { body: `${CLEAR} Better.` }, "olga");
  await desk.until(() => pendingEdit(stores.database, first) !== undefined, "the edit is noted");
  const broken = breakAt(t, "scheduler.cancel.before-commit");
  const said = github.world.comment(issue, "olga", "/again");
  await desk.until(() => reactionsTo(said).length > 0, "it was heard");
  assert.ok(broken.times > 1);
  assert.deepEqual(
    [reactionsTo(said), stores.jobs.status(first)],
    [["+1 kantoku-bot"], "cancelled"],
  );
  await desk.until(() => statuses(desk).join() === "cancelled,running", "one film is made");
});

test("an upload that is tried again, heard again after a crash, was done", async (t) => {
  const desk = await openDesk(t);
  const kind = { name: "status", status: 403 } as const;
  desk.github.injectFault({ method: "POST", path: /\/releases$/, kind, times: 3 });
  const filming = desk.film();
  await desk.until(() => filming.stateLabels().includes("video:failed"), "it shows");
  const broken = breakAt(t, DONE);
  const said = filming.say("olga", "/retry");
  await desk.until(() => reactionsTo(said).length > 0, "it was heard");
  assert.ok(broken.times > 1);
  assert.deepEqual(reactionsTo(said), ["+1 kantoku-bot"]);
  await desk.until(() => filming.issue.state === "closed", "it is published");
});

test("where nothing is left to be published, /retry begins nothing", async (t) => {
  const desk = await openDesk(t);
  const filming = desk.film();
  await desk.until(() => filming.issue.state === "closed", "it is published");
  const broken = breakAt(t, AFTER);
  const said = filming.say("olga", "/retry");
  await desk.until(() => reactionsTo(said).length > 0, "it was heard");
  assert.deepEqual([reactionsTo(said), broken.times], [["confused kantoku-bot"], 0]);
});

/** The part of a sheet that tells what became of people's words. */
const wordsSaid = (sheet = ""): string => sheet.split("What you said")[1] ?? "";

const begun = ({ stores }: Desk): number =>
  stores.database.prepare("select 1 from github_deeds").all().length;
