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

test("the scheduler adds at most 5 ms to a step", async (t) => {
  const ms = await msPerStep(t, chain(200), () => done());
  t.diagnostic(`chain of 200: ${ms.toFixed(2)} ms per step`);
  assert.ok(ms <= 5, `${ms} ms`);
});

test("a fan-out of thousands costs each step no more than one of hundreds", async (t) => {
  const small = await msPerStep(t, wide, widePerform(500));
  const large = await msPerStep(t, wide, widePerform(4_000));
  t.diagnostic(`500: ${small.toFixed(2)}, 4,000: ${large.toFixed(2)} ms per step`);
  assert.ok(large <= 5 && large <= 3 * small + 0.5, `${small} and ${large} ms`);
});
