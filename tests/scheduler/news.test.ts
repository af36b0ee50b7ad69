import assert from "node:assert/strict";
import { test } from "node:test";
import { CrewNotice, JobNews } from "../../queue/payloads.ts";
import { CREW_TOPIC, JOB_EVENTS_TOPIC } from "../../queue/topics.ts";
import { JOB_STATUSES, type JobEvent } from "../../scheduler/job.ts";
import { messagesOf } from "../../scheduler/news.ts";

function event(changes: Partial<JobEvent>): JobEvent {
  return { id: 7, job: "j", step: null, name: "job.changed", at: 1_000, detail: {}, ...changes };
}

const topicsOf = (changes: Partial<JobEvent>): string[] =>
  messagesOf(event(changes)).map(({ topic }) => topic);

test("every change of a job is news, with its reason", () => {
  const [told] = messagesOf(event({ detail: { status: "needs-review", reason: "look" } }));
  assert.equal(told?.topic, JOB_EVENTS_TOPIC);
  assert.deepEqual(JobNews.parse(told.payload), {
    id: 7,
    event: "job.needs-review",
    job: "j",
    at: 1_000,
    reason: "look",
  });
  assert.deepEqual(topicsOf({ name: "job.admitted" }), [JOB_EVENTS_TOPIC]);
  assert.deepEqual(topicsOf({ name: "step.finished", step: "script" }), []);
});

test("no state that a job can be in is unheard of", () => {
  for (const status of JOB_STATUSES) {
    const [told] = messagesOf(event({ detail: { status } }));
    assert.equal(JobNews.parse(told?.payload).event, `job.${status}`);
  }
});

test("the crew is told once of each change that takes work out of its hands", () => {
  for (const status of ["cancelled", "failed"]) {
    assert.deepEqual(topicsOf({ detail: { status } }), [JOB_EVENTS_TOPIC, CREW_TOPIC]);
  }
  assert.deepEqual(topicsOf({ detail: { status: "done" } }), [JOB_EVENTS_TOPIC]);
  const steps = ["edit", "mix"].flatMap((step) =>
    messagesOf(event({ name: "step.retried", step })),
  );
  assert.deepEqual(CrewNotice.parse(steps[0]?.payload), { kind: "work.recalled", job: "j" });
  assert.equal(new Set(steps.map(({ dedupeKey }) => dedupeKey)).size, 1);
});
