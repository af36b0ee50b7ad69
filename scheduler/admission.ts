import { ulid } from "ulid";
import { InputError } from "../kernel/errors.ts";
import type { Admission, Hold, JobParams } from "./job.ts";
import { askToStart, DEPENDENCIES, hold } from "./people/hold.ts";
import {
  insertJob,
  insertNeed,
  insertStep,
  jobOfAdmissionKey,
  type StepRow,
} from "./statements.ts";
import type { Transition } from "./transition.ts";
import type { TemplateStep, WorkflowTemplate } from "./workflow.ts";

const DEFAULT_PRIORITY = 2;
const DEFAULT_WORKFLOW = "film";

/** Looks the workflow up; an `InputError` names those that there are. */
export function workflowOf(
  { workflow = DEFAULT_WORKFLOW }: Admission,
  templates: ReadonlyMap<string, WorkflowTemplate>,
): WorkflowTemplate {
  const template = templates.get(workflow);
  if (template) return template;
  const hint = `known: ${[...templates.keys()].join(", ")}`;
  throw new InputError([{ where: "workflow", message: `unknown workflow "${workflow}"`, hint }]);
}

/** One job per admission key: who comes second is told the first one's job. */
export function admit(
  turn: Transition,
  admission: Admission,
  template: WorkflowTemplate,
): { readonly job: string; readonly isNew: boolean } {
  const known = jobOfAdmissionKey(turn.tx, admission.admissionKey);
  if (known !== undefined) return { job: known, isNew: false };
  const job = ulid(turn.now).toLowerCase();
  const { title, source, priority = DEFAULT_PRIORITY, params = {} } = admission;
  const holds = holdsOf(admission);
  insertJob(turn.tx, {
    id: job,
    title,
    status: "queued",
    reason: null,
    priority,
    workflow: template.name,
    source_kind: source.kind,
    source_ref: source.ref,
    admission_key: admission.admissionKey,
    brief: JSON.stringify(admission.brief),
    brief_text: JSON.stringify(admission.briefText),
    params: JSON.stringify(params),
    created_at: turn.now,
    cost_limit_usd: admission.costLimitUsd ?? null,
    deadline_at: admission.deadlineAt ?? null,
  });
  layOut(turn, job, template, params);
  turn.say("job.admitted", { job, source: `${source.kind}:${source.ref}`, title });
  if (holds.length === 0) askToStart(turn, { id: job, priority });
  for (const each of holds) hold(turn, job, each);
  return { job, isNew: true };
}

function holdsOf({ waitsFor, holds = [] }: Admission): Hold[] {
  const first = waitsFor === undefined ? [] : [{ cause: DEPENDENCIES, reason: waitsFor }];
  return [...first, ...holds];
}

function layOut(
  { tx }: Transition,
  job: string,
  { steps }: WorkflowTemplate,
  params: JobParams,
): void {
  for (const [position, step] of steps.entries()) insertStep(tx, row(job, step, position, params));
  for (const { name, needs } of steps) for (const need of needs) insertNeed(tx, job, name, need);
}

function row(job: string, step: TemplateStep, position: number, params: JobParams): StepRow {
  const stall = step.stall === undefined ? {} : { stallMs: step.stall };
  return {
    job,
    name: step.name,
    role: step.role,
    position,
    each_list: step.each ?? null,
    member_of: null,
    item: null,
    sequence: 0,
    fan_out: JSON.stringify(step.fanOut),
    on_failure: step.onFailure,
    max_attempts: step.maxAttempts,
    timeout_ms: step.timeout ?? null,
    params: JSON.stringify({ ...stall, ...step.params, ...params }),
    revises: step.revises?.step ?? null,
    revision_rounds: step.revises?.rounds ?? 0,
    status: "waiting",
    pending: step.needs.length,
    expanded: 0,
    attempt: 0,
  };
}
