import { createHash } from "node:crypto";
import { stateLabelOf, type JobStatus, type StateLabel } from "./labels.ts";

/** What an issue should show of its job: computed from the job alone, never from what was sent. */
export interface Sheet {
  /** Finds the comment again, whatever else is lost. */
  readonly marker: string;
  readonly body: string;
  readonly hash: string;
  readonly label: StateLabel | null;
  /** Nothing will change any more unless somebody starts the job again. */
  readonly isFinal: boolean;
  readonly isToBeClosed: boolean;
}

/** A job as the outbox needs to see it; times in ms since the epoch. */
export interface JobView {
  readonly status: JobStatus;
  readonly steps: readonly StepView[];
  /** Why it failed or waits, when the scheduler can say. */
  readonly reason?: string | null;
}

export interface StepView {
  /** `script`, or `assets:s03` for one of a fan-out. */
  readonly name: string;
  readonly status: string;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly summary?: string | null;
  readonly failure?: { readonly message: string; readonly hint: string } | null;
}

/** What the film's makers say in the end. */
export interface Ending {
  /** Markdown. */
  readonly report: string | null;
  /** A URL or a path. */
  readonly film: string | null;
}

/** GitHub takes 65 536 characters; the rest is room for the marker and a remark. */
const LONGEST_BODY = 60_000;

export function sheetOf(job: string, title: string, view: JobView, ending: Ending): Sheet {
  const isDone = view.status === "done";
  const isFinal = isDone || view.status === "failed" || view.status === "cancelled";
  const sections = [
    `### ${HEADINGS[view.status]}: ${plain(title)}`,
    view.status === "failed" ? failure(view) : sentence(view.reason),
    progress(view),
    checklist(view.steps),
    ending.film === null ? "" : `**Film:** ${place(ending.film)}`,
    unmarked(withoutTitle(ending.report ?? "")),
    `<sub>Job \`${job}\`</sub>`,
  ];
  return finish(`kantoku:job=${job}`, sections, stateLabelOf(view.status), {
    isFinal,
    isToBeClosed: isDone,
  });
}

/** For a brief that could not become a job. */
export function refusalSheet(request: number, generation: number, reason: string): Sheet {
  const sections = [
    "### This brief can't be filmed yet",
    quoted(reason),
    "Mend the issue's text, then take the label off and set it again.",
  ];
  const flags = { isFinal: true, isToBeClosed: false };
  return finish(`kantoku:request=${request}-${generation}`, sections, "failed", flags);
}

const HEADINGS: Readonly<Record<JobStatus, string>> = {
  queued: "Queued",
  waiting: "Waiting",
  running: "In the making",
  "needs-review": "Ready for review",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

function finish(
  name: string,
  sections: readonly string[],
  label: StateLabel | null,
  flags: { readonly isFinal: boolean; readonly isToBeClosed: boolean },
): Sheet {
  const marker = `<!-- ${name} -->`;
  const text = sections.filter((section) => section !== "").join("\n\n");
  const body = `${shortened(text)}\n\n${marker}`;
  const hash = createHash("sha256").update(body).digest("hex");
  return { marker, body, hash, label, ...flags };
}

function shortened(text: string): string {
  if (text.length <= LONGEST_BODY) return text;
  return `${text.slice(0, LONGEST_BODY)}\n\n… The rest is in the job's report.md.`;
}

/** What went wrong, where, and what a person can do. */
function failure({ steps, reason }: JobView): string {
  const step = steps.find((one) => one.status === "failed");
  const words = step?.failure?.message ?? reason ?? step?.summary;
  const lines = [
    ...(step ? [`The step **${plain(step.name)}** failed.`] : []),
    quoted(words ?? "The reason is in the daemon's log."),
    ...(step?.failure?.hint ? [plain(step.failure.hint)] : []),
  ];
  return lines.join("\n\n");
}

function sentence(reason: string | null | undefined): string {
  return reason ? plain(reason) : "";
}

const BAR_CELLS = 20;

function progress({ status, steps }: JobView): string {
  if (steps.length === 0 || status === "done" || status === "cancelled") return "";
  const done = steps.filter((step) => isEnded(step)).length;
  const filled = Math.floor((BAR_CELLS * done) / steps.length);
  const bar = "█".repeat(filled) + "░".repeat(BAR_CELLS - filled);
  return `\`${bar}\` ${done} of ${steps.length} steps`;
}

function checklist(steps: readonly StepView[]): string {
  const groups = Map.groupBy(steps, (step) => step.name.split(":")[0] ?? step.name);
  return [...groups].map(([name, group]) => checklistLine(name, group)).join("\n");
}

/** A fan-out (`assets:s01`, `assets:s02`, …) is one line that counts. */
function checklistLine(name: string, group: readonly StepView[]): string {
  const done = group.filter((step) => isEnded(step)).length;
  const box = done === group.length ? "[x]" : "[ ]";
  const count = group.length > 1 ? ` (${done} of ${group.length})` : "";
  const facts = [...times(group, done), ...summaries(group)].join(" · ");
  return `- ${box} **${plain(name)}**${count}${facts ? ` — ${facts}` : ""}`;
}

/** Clock times and spans only: a running "since 40 s" would make each look a new comment. */
function times(group: readonly StepView[], done: number): string[] {
  if (group.some((step) => step.status === "failed")) return ["failed"];
  const starts = group.flatMap((step) => step.startedAt ?? []);
  if (starts.length === 0) return [];
  const start = Math.min(...starts);
  if (done < group.length) return [`since ${new Date(start).toISOString().slice(11, 19)} UTC`];
  const end = Math.max(...group.map((step) => step.finishedAt ?? start));
  return [`${((end - start) / 1000).toFixed(1)} s`];
}

function summaries(group: readonly StepView[]): string[] {
  const [only] = group;
  return group.length === 1 && only?.summary ? [plain(only.summary)] : [];
}

function isEnded(step: StepView): boolean {
  return step.status === "done" || step.status === "skipped";
}

function place(film: string): string {
  return /^https?:\/\//.test(film) ? `<${film}>` : `\`${film}\``;
}

/** Somebody's words on one line: they notify nobody, mark nothing and format nothing. */
function plain(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return unmarked(line.replaceAll(/[\\`*_[\]~|>]/g, "\\$&").replaceAll("<", "&lt;"));
}

function quoted(text: string): string {
  const lines = text.split("\n").map((line) => `> ${plain(line)}`);
  return lines.join("\n");
}

/** The comment has its own heading. */
function withoutTitle(report: string): string {
  return report.replace(/^# [^\n]*\n+/, "").trim();
}

/** Takes the power from `@name` and from anything that looks like our marker. */
function unmarked(markdown: string): string {
  return markdown.replaceAll("<!--", "&lt;!--").replaceAll(/@(?=[\w-])/g, "@\u200B");
}
