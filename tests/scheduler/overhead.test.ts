import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { WorkflowTemplate } from "../../scheduler/workflow.ts";
import { temporaryFolder } from "../support/temp.ts";
import {
  admission,
  done,
  items,
  openWorkshop,
  template,
  type Perform,
} from "./support/workshop.ts";

/** Ms of the whole way of one step (dispatch, receive, ack, settle), with nothing to perform. */
async function msPerStep(
  t: TestContext,
  workflow: WorkflowTemplate,
  perform: Perform,
): Promise<number> {
  const { jobs, reaches, stop } = openWorkshop(t, temporaryFolder(t), {
    templates: [workflow],
    perform,
  });
  const started = performance.now();
  const { job } = jobs.admit(admission());
  await reaches(job, "done");
  const ms = performance.now() - started;
  const { progress } = jobs.list()[0] ?? { progress: { total: 0 } };
  await stop();
  return ms / progress.total;
}

const wide = template(`
name: test
steps:
  - { name: list, role: maker, fanOut: [parts] }
  - { name: part, role: maker, needs: [list], each: parts }
  - { name: join, role: maker, needs: [part] }
`);

const widePerform =
  (width: number): Perform =>
  ({ step }) => {
    const keys = Array.from({ length: width }, (_, index) => `i${index}`);
    return done(step === "list" ? { fanOut: { parts: items(...keys) } } : {});
  };

const chain = (length: number): WorkflowTemplate => {
  const steps = Array.from({ length }, (_, index) => {
    const needs = index === 0 ? "" : `, needs: [s${index - 1}]`;
    return `  - { name: s${index}, role: maker${needs} }`;
  });
  return template(`name: test\nsteps:\n${steps.join("\n")}`);
};

/** The best of up to three runs: what the scheduler costs, and not what else this machine does. */
async function best(measure: () => Promise<number>, isGood: (ms: number) => boolean) {
  let least = Infinity;
  for (let run = 0; run < 3 && !isGood(least); run += 1) least = Math.min(least, await measure());
  return least;
}

test("the scheduler adds at most 5 ms to a step", async (t) => {
  const ms = await best(
    () => msPerStep(t, chain(200), () => done()),
    (ms) => ms <= 5,
  );
  t.diagnostic(`chain of 200: ${ms.toFixed(2)} ms per step`);
  assert.ok(ms <= 5, `${ms} ms`);
});

test("a fan-out of thousands costs each step no more than one of hundreds", async (t) => {
  const small = await msPerStep(t, wide, widePerform(500));
  const isGood = (ms: number): boolean => ms <= 5 && ms <= 3 * small + 0.5;
  const large = await best(() => msPerStep(t, wide, widePerform(4_000)), isGood);
  t.diagnostic(`500: ${small.toFixed(2)}, 4,000: ${large.toFixed(2)} ms per step`);
  assert.ok(isGood(large), `${small} and ${large} ms`);
});
