import type { JobView, StepView } from "./job-view.ts";
import { clockTime, folded, plain, span } from "./markdown.ts";

/** How far a job is, what it costs, and its checklist. */

const BAR_CELLS = 20;
const UNPROGRESSIVE: ReadonlySet<string> = new Set(["done", "needs-review", "cancelled"]);

/** `readyAt` is told to the minute. */
export function progress({ status, steps }: JobView, readyAt: number | null): string {
  const done = steps.filter((step) => isEnded(step)).length;
  const isUntouched = status !== "running" && done === 0;
  if (steps.length === 0 || isUntouched || UNPROGRESSIVE.has(status)) return "";
  const filled = Math.floor((BAR_CELLS * done) / steps.length);
  const bar = "█".repeat(filled) + "░".repeat(BAR_CELLS - filled);
  const ready =
    readyAt !== null && status === "running" ? ` · ready about ${clockTime(readyAt)}` : "";
  return `\`${bar}\` ${done} of ${steps.length} steps${ready}`;
}

/** Nothing while nothing was spent, planned or allowed. */
export function costs(cost: JobView["cost"], budgetUsd: number | null | undefined): string {
  const facts = [
    cost && cost.usd > 0 ? `$${cost.usd.toFixed(2)} spent` : "",
    cost?.estimateUsd ? `$${cost.estimateUsd.toFixed(2)} expected` : "",
    budgetUsd === null || budgetUsd === undefined ? "" : `budget $${budgetUsd.toFixed(2)}`,
  ].filter(Boolean);
  return facts.length === 0 ? "" : `**Cost:** ${facts.join(" · ")}`;
}

/** The steps: in sight while they are worked on, a click away otherwise. */
export function agenda({ status, steps }: JobView): string {
  if (steps.length === 0) return "";
  if (status === "running") return checklist(steps);
  const done = steps.filter((step) => isEnded(step)).length;
  const title =
    done === 0 ? "What will be done" : `What was done: ${done} of ${steps.length} steps`;
  return folded(title, checklist(steps));
}

export function checklist(steps: readonly StepView[]): string {
  const groups = Map.groupBy(steps, (step) => step.name.split(":")[0] ?? step.name);
  return [...groups].map(([name, group]) => checklistLine(name, group)).join("\n");
}

/** Time from the first touch to the last. */
export function wholeSpan(steps: readonly StepView[]): string {
  const starts = steps.flatMap((step) => step.startedAt ?? []);
  const ends = steps.flatMap((step) => step.finishedAt ?? []);
  if (starts.length === 0 || ends.length === 0) return "";
  return span(Math.max(...ends) - Math.min(...starts));
}

/** A fan-out (`assets:s01`, `assets:s02`, …) is one line that counts. */
function checklistLine(name: string, group: readonly StepView[]): string {
  const done = group.filter((step) => isEnded(step)).length;
  const box = done === group.length ? "[x]" : "[ ]";
  const count = group.length > 1 ? ` (${done} of ${group.length})` : "";
  const facts = [...times(group, done), ...summaries(group)].join(" · ");
  // What is under way stands out.
  const isUnderWay = done < group.length && group.some(({ startedAt }) => startedAt !== null);
  const title = isUnderWay ? `**${plain(name)}**` : plain(name);
  return `- ${box} ${title}${count}${facts ? ` — ${facts}` : ""}`;
}

/** Clock times and spans only: a running "since 40 s" would make each look a new comment. */
function times(group: readonly StepView[], done: number): string[] {
  if (group.some((step) => step.status === "failed")) return ["failed"];
  const starts = group.flatMap((step) => step.startedAt ?? []);
  if (starts.length === 0) return [];
  const start = Math.min(...starts);
  if (done < group.length) return [`since ${new Date(start).toISOString().slice(11, 19)} UTC`];
  const end = Math.max(...group.map((step) => step.finishedAt ?? start));
  return [span(end - start)];
}

function summaries(group: readonly StepView[]): string[] {
  const [only] = group;
  return group.length === 1 && only?.summary ? [plain(only.summary)] : [];
}

function isEnded(step: StepView): boolean {
  return step.status === "done" || step.status === "skipped";
}
