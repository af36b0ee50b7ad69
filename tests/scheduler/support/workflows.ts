import type { WorkflowTemplate } from "../../../scheduler/workflow.ts";
import { done, items, template, type Perform } from "./workshop.ts";

/** One list, one step for each of its items, one step that joins them. */
export const wide = template(`
name: test
steps:
  - { name: list, role: maker, fanOut: [parts] }
  - { name: part, role: maker, needs: [list], each: parts }
  - { name: join, role: maker, needs: [part] }
`);

export const widePerform =
  (width: number): Perform =>
  ({ step }) => {
    const keys = Array.from({ length: width }, (_, index) => `i${index}`);
    return done(step === "list" ? { fanOut: { parts: items(...keys) } } : {});
  };

/** Each step needs the one before it. */
export function chain(length: number): WorkflowTemplate {
  const steps = Array.from({ length }, (_, index) => {
    const needs = index === 0 ? "" : `, needs: [s${index - 1}]`;
    return `  - { name: s${index}, role: maker${needs} }`;
  });
  return template(`name: test\nsteps:\n${steps.join("\n")}`);
}
