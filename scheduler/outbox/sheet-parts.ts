import type { Phrases } from "../phrases/phrases.ts";
import type { JobView, StepView } from "./job-view.ts";
import { clockTime, folded, plain } from "./markdown.ts";

/** How far a job is, what it costs, and its checklist. */

const BAR_CELLS = 20;
const UNPROGRESSIVE: ReadonlySet<string> = new Set(["done", "needs-review", "cancelled"]);

/** `readyAt` is told to the minute. */
export function progress({ status, steps }: JobView, readyAt: number | null, say: Phrases): string {
  const done = steps.filter((step) => isEnded(step)).length;
  const isUntouched = status !== "running" && done === 0;
  if (steps.length === 0 || isUntouched || UNPROGRESSIVE.has(status)) return "";
  const filled = Math.floor((BAR_CELLS * done) / steps.length);
  const bar = "█".repeat(filled) + "░".repeat(BAR_CELLS - filled);
  const ready = readyAt !== null && status === "running" ? clockTime(readyAt) : "";
  return `\`${bar}\` ${say.progress(done, steps.length, ready)}`;
}

/** Nothing while nothing was spent, planned or allowed. */
export function costs(
  cost: JobView["cost"],
  budgetUsd: number | null | undefined,
  say: Phrases,
): string {
  const facts = [
    cost && cost.usd > 0 ? say.spent(cost.usd.toFixed(2)) : "",
    cost?.estimateUsd ? say.expected(cost.estimateUsd.toFixed(2)) : "",
    budgetUsd === null || budgetUsd === undefined ? "" : say.budget(budgetUsd.toFixed(2)),
  ].filter(Boolean);
  return facts.length === 0 ? "" : `**${say.cost}:** ${facts.join(" · ")}`;
}

/** The steps: in sight while they are worked on, a click away otherwise. */
export function agenda({ status, steps }: JobView, say: Phrases): string {
  if (steps.length === 0) return "";
  if (status === "running") return checklist(steps, say);
  const done = steps.filter((step) => isEnded(step)).length;
  const isAhead = done === 0 && (status === "queued" || status === "waiting");
  const title = isAhead ? say.toDo : say.wasDone(done, steps.length);
  return folded(title, checklist(steps, say));
}

export function checklist(steps: readonly StepView[], say: Phrases): string {
  const groups = Map.groupBy(steps, (step) => step.name.split(":")[0] ?? step.name);
  return [...groups].map(([name, group]) => checklistLine(name, group, say)).join("\n");
}

/** Time from the first touch to the last. */
export function wholeSpan(steps: readonly StepView[], say: Phrases): string {
  const starts = steps.flatMap((step) => step.startedAt ?? []);
  const ends = steps.flatMap((step) => step.finishedAt ?? []);
  if (starts.length === 0 || ends.length === 0) return "";
  return say.span(Math.max(...ends) - Math.min(...starts));
}

/** `render:s01` is the work on one item of a step. */
export function stepName(name: string, say: Phrases): string {
  const [step = "", item] = name.split(":");
  return item === undefined ? say.step(step) : say.itemOf(say.step(step), item);
}

/** A fan-out (`assets:s01`, `assets:s02`, …) is one line that counts. */
function checklistLine(name: string, group: readonly StepView[], say: Phrases): string {
  const done = group.filter((step) => isEnded(step)).length;
  const box = done === group.length ? "[x]" : "[ ]";
  const count = group.length > 1 ? say.count(done, group.length) : "";
  const facts = [...times(group, done, say), ...summaries(group, say)].join(" · ");
  // What is under way stands out.
  const isUnderWay = done < group.length && group.some(({ startedAt }) => startedAt !== null);
  const title = isUnderWay ? `**${plain(say.step(name))}**` : plain(say.step(name));
  return `- ${box} ${title}${count}${facts ? ` — ${facts}` : ""}`;
}

/** Clock times and spans only: a running "since 40 s" would make each look a new comment. */
function times(group: readonly StepView[], done: number, say: Phrases): string[] {
  if (group.some((step) => step.status === "failed")) return [say.failed];
  const starts = group.flatMap((step) => step.startedAt ?? []);
  if (starts.length === 0) return [];
  const start = Math.min(...starts);
  if (done < group.length) return [say.since(clockTime(start))];
  const end = Math.max(...group.map((step) => step.finishedAt ?? start));
  return [say.span(end - start)];
}

/** In English, as the agents write them. */
function summaries(group: readonly StepView[], say: Phrases): string[] {
  const [only] = group;
  return say.summaries && group.length === 1 && only?.summary ? [plain(only.summary)] : [];
}

function isEnded(step: StepView): boolean {
  return step.status === "done" || step.status === "skipped";
}
