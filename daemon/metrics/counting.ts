import { ROLES } from "../../agents/agent.ts";
import type { EventMap, Events } from "../../kernel/events.ts";
import { METRICS } from "./catalogue.ts";
import { among, type Instruments } from "./instruments.ts";
import type { Readings } from "./readings.ts";
import type { EndedJob } from "./statements.ts";
import type { TopicLabel } from "./topics.ts";

/** Counts what events tell, as it happens. */
export function countEvents(
  events: Events,
  instruments: Instruments,
  readings: Pick<Readings, "endedJob" | "endedStep">,
  topicOf: TopicLabel,
): void {
  countJobs(events, instruments, readings);
  countSteps(events, instruments, readings);
  countAgents(events, instruments);
  countDaemon(events, instruments);
  events.on("lease.expired", ({ topic }) => instruments.leasesExpired.labels(topicOf(topic)).inc());
}

function countJobs(
  events: Events,
  { jobsAdmitted, jobsFinished, jobSeconds, deadlinesMissed, briefsRejected }: Instruments,
  readings: Pick<Readings, "endedJob">,
): void {
  const { source: sources, outcome: outcomes } = METRICS.jobsFinished.labels;
  events.on("job.admitted", ({ source }) => {
    jobsAdmitted.labels(among(sources, source.split(":", 1)[0] ?? "")).inc();
  });
  events.on("job.changed", ({ job, status: outcome }) => {
    if (among(outcomes, outcome) !== outcome) return;
    const ended = readings.endedJob(job);
    if (!ended) return;
    const { source, createdAt, finishedAt } = ended;
    jobsFinished.labels({ source, outcome }).inc();
    const isFilm = outcome === "done" && finishedAt !== null;
    if (isFilm) jobSeconds.observe(Math.max(finishedAt - createdAt, 0) / 1000);
    if (outcome !== "cancelled" && isLate(ended)) deadlinesMissed.inc();
  });
  events.on("brief.rejected", () => briefsRejected.inc());
}

function isLate({ finishedAt, deadlineAt }: EndedJob): boolean {
  return finishedAt !== null && deadlineAt !== null && finishedAt > deadlineAt;
}

function countSteps(
  events: Events,
  { stepsFinished, stepSeconds, stepCost, stepRetries, tokens, frames }: Instruments,
  readings: Pick<Readings, "endedStep">,
): void {
  events.on("step.retried", () => stepRetries.inc());
  events.on("step.finished", (finished) => {
    const role = among(ROLES, finished.role);
    stepsFinished.labels({ role, status: finished.status }).inc();
    stepSeconds.labels(role).observe(finished.seconds);
    const step = readings.endedStep(finished.job, finished.step);
    if (!step) return;
    stepCost.labels(role).inc(step.costUsd);
    tokens.labels(role, "input").inc(step.inputTokens);
    tokens.labels(role, "output").inc(step.outputTokens);
    if (role === "renderer" && finished.status === "done") frames.inc(framesIn(step.params));
  });
}

/** A segment's parameters say from which frame to which. */
function framesIn(params: string): number {
  const { from, to } = JSON.parse(params) as { from?: unknown; to?: unknown };
  return typeof from === "number" && typeof to === "number" ? Math.max(to - from, 0) : 0;
}

function countAgents(
  events: Events,
  { restarts, restartSeconds, quarantines, nudges, massDeaths, tmuxRestarts }: Instruments,
): void {
  // Not when it is back: who is in a crash loop never is, and who is paused may be back under another daemon.
  events.on("agent.lost", ({ cause }) => restarts.labels(kindOf(cause)).inc());
  events.on("agent.restarted", ({ downMs }) => restartSeconds.observe(downMs / 1000));
  events.on("agent.quarantined", () => quarantines.inc());
  events.on("agent.nudged", () => nudges.inc());
  events.on("restarts.spaced", ({ reason }) => massDeaths.inc(reason === "" ? 0 : 1));
  events.on("tmux.restarted", () => tmuxRestarts.inc());
}

/** `exit 137` is an `exit`: the numbers would make too many series. */
function kindOf(cause: EventMap["agent.lost"]["cause"]): string {
  return among(METRICS.restarts.labels.cause, cause.split(" ", 1)[0] ?? "");
}

function countDaemon(
  events: Events,
  {
    serviceFailures,
    githubRequests,
    githubRemaining,
    examination,
    healthAlertsRaised,
  }: Instruments,
): void {
  events.on("health.alert", ({ measure }) => healthAlertsRaised.labels(measure).inc());
  events.on("service.failed", ({ service, code }) => serviceFailures.labels(service, code).inc());
  events.on("github.answered", ({ route, status, remaining }) => {
    githubRequests.labels(route, String(status)).inc();
    if (remaining !== undefined) githubRemaining.set(remaining);
  });
  events.on("database.examined", ({ suspicion, ms }) => {
    examination.labels(suspicion).set(ms / 1000);
  });
}
