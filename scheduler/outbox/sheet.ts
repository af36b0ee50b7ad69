import { createHash } from "node:crypto";
import type { Ending, JobView, SheetExtras } from "./job-view.ts";
import { stateLabelOf, type JobStatus, type StateLabel } from "./labels.ts";
import {
  alert,
  bullets,
  fileLink,
  folded,
  picture,
  plain,
  plainLines,
  sectionsOf,
  unmarked,
} from "./markdown.ts";
import { asks } from "./sheet-asks.ts";
import { agenda, checklist, costs, progress, wholeSpan } from "./sheet-parts.ts";

/** What an issue should show of its job: computed from the job alone, never from what was sent. */
export interface Sheet {
  /** Finds the comment again, whatever else is lost; the same for all jobs of one label. */
  readonly marker: string;
  readonly body: string;
  /** Of all that is worth an edit: a new estimate alone is not. */
  readonly hash: string;
  readonly label: StateLabel | null;
  /** Nothing will change any more unless somebody starts the job again. */
  readonly isFinal: boolean;
  readonly isToBeClosed: boolean;
  /** There are files that are not where people can see them. */
  readonly isToBePublished: boolean;
  /** The brief became a job: the issue is given its 👀. */
  readonly isAccepted: boolean;
}

/** GitHub takes 65 536 characters; the rest is room for the marker and a remark. */
const LONGEST_BODY = 60_000;

/** What a sheet is about. */
export interface Subject {
  readonly job: string;
  /** Id of the `labeled` event that asked for it. */
  readonly generation: number;
  readonly title: string;
}

export function sheetOf(
  { job, generation, title }: Subject,
  view: JobView,
  ending: Ending,
  extras: SheetExtras = {},
): Sheet {
  const isDone = view.status === "done";
  const isFinal = isDone || view.status === "failed" || view.status === "cancelled";
  const isFinished = isDone || view.status === "needs-review";
  const sectionsFor = (readyAt: number | null): string[] => [
    `### ${headingOf(view)}: ${plain(title)}`,
    asks(view, extras),
    progress(view, readyAt),
    ...(isFinished ? premiere(ending) : []),
    isFinished ? summaryOf(ending) : "",
    costs(view.cost, extras.budgetUsd),
    ...(isFinished ? paperwork(view, ending) : [agenda(view)]),
    assumed(extras.assumptions ?? [], isFinished),
    extras.remark ?? "",
    talk(extras.replies ?? []),
    `<sub>${HELP[view.status]} · job \`${job}\`</sub>`,
  ];
  const causes = (view.holds ?? []).map(({ cause }) => cause);
  const sections = { shown: sectionsFor(extras.readyAt ?? null), compared: sectionsFor(null) };
  const isToBePublished = isFinished && (ending.unpublished ?? 0) > 0;
  const flags = { isFinal, isToBeClosed: isDone, isToBePublished, isAccepted: true };
  return finish(
    `job=${job} generation=${generation}`,
    sections,
    stateLabelOf(view.status, causes),
    flags,
  );
}

const UNDER_WAY = "`/status` · `/priority p0` · `/cancel`";
const CHANGEABLE = 'To change it, say what: "make shot 3 shorter", 「BGMを静かに」';

/** What can be said in each state. */
const HELP: Readonly<Record<JobStatus, string>> = {
  queued: UNDER_WAY,
  waiting: UNDER_WAY,
  running: UNDER_WAY,
  "needs-review": "`/approve` · `/cancel`",
  done: CHANGEABLE,
  failed: "`/retry` · `/status`",
  cancelled: "For a new film, take the label off and set it again",
};

/** For a brief that could not become a job. */
export function refusalSheet(generation: number, reason: string): Sheet {
  const shown = [
    "### This brief can't be filmed yet",
    alert("CAUTION", [plainLines(reason)]),
    "Mend the issue's text, then take the label off and set it again.",
  ];
  const flags = {
    isFinal: true,
    isToBeClosed: false,
    isToBePublished: false,
    isAccepted: false,
  };
  return finish(`generation=${generation}`, { shown, compared: shown }, "failed", flags);
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

function headingOf({ status, holds = [] }: JobView): string {
  if (status !== "waiting") return HEADINGS[status];
  if (holds.some(({ cause }) => cause === "questions")) return "Before it starts";
  return holds.some(({ cause }) => cause === "approval") ? "Needs an approval" : HEADINGS.waiting;
}

function finish(
  about: string,
  sections: { readonly shown: readonly string[]; readonly compared: readonly string[] },
  label: StateLabel | null,
  flags: Pick<Sheet, "isFinal" | "isToBeClosed" | "isToBePublished" | "isAccepted">,
): Sheet {
  const remark = `<!-- kantoku:${about} -->`;
  const bodyOf = (parts: readonly string[]): string =>
    `${shortened(parts.filter((part) => part !== "").join("\n\n"))}\n\n${remark}`;
  const hash = createHash("sha256").update(bodyOf(sections.compared)).digest("hex");
  // Whatever becomes of the brief and its jobs, the label was set once.
  const marker = remark.slice(remark.indexOf("generation="));
  return { marker, body: bodyOf(sections.shown), hash, label, ...flags };
}

function shortened(text: string): string {
  if (text.length <= LONGEST_BODY) return text;
  const cut = text.slice(0, LONGEST_BODY);
  const isInFold = cut.lastIndexOf("<details>") > cut.lastIndexOf("</details>");
  return `${cut}\n\n… The rest is in the job's report.md.${isInFold ? "\n\n</details>" : ""}`;
}

/** The film itself, as early in the comment as can be. */
function premiere({ film, poster, captions, remarks = [] }: Ending): string[] {
  if (film === null) return bulletsOf(remarks);
  const isLink = film.startsWith("http");
  const files = [
    `**Film:** ${fileLink(film)}`,
    ...(captions ? [`**Captions:** ${fileLink(captions)}`] : []),
  ];
  return [
    poster?.startsWith("http") ? picture(poster, "Poster", isLink ? film : poster) : "",
    files.join(" · "),
    ...bulletsOf(remarks),
  ];
}

function bulletsOf(remarks: readonly string[]): string[] {
  return remarks.length === 0 ? [] : [remarks.map((remark) => `- ${unmarked(remark)}`).join("\n")];
}

/** What kind of film it is, and whether it passed. */
function summaryOf({ report }: Ending): string {
  return sectionsIn(report).get("") ?? "";
}

/** A click away, but for what was measured of a film that did not pass. */
function paperwork({ status, steps }: JobView, { report }: Ending): string[] {
  const sections = sectionsIn(report);
  const rest = [...sections].filter(([title]) => title !== "" && title !== "Measured");
  const measured = sections.get("Measured") ?? "";
  return [
    status === "done" ? folded("What was measured", measured) : measured,
    folded(
      "The whole report",
      rest.map(([title, text]) => `#### ${title}\n\n${text}`).join("\n\n"),
    ),
    folded(["How it was made", wholeSpan(steps)].filter(Boolean).join(": "), checklist(steps)),
  ];
}

/** Without the report's title: the comment has its own heading. */
function sectionsIn(report: string | null): ReadonlyMap<string, string> {
  return sectionsOf(unmarked((report ?? "").replace(/^# [^\n]*\n+/, "").trim()));
}

function assumed(assumptions: readonly string[], isFolded: boolean): string {
  if (assumptions.length === 0) return "";
  // A finished film's report has them.
  return isFolded ? "" : folded("What was assumed", bullets(assumptions));
}

function talk(replies: NonNullable<SheetExtras["replies"]>): string {
  if (replies.length === 0) return "";
  const said = replies.map(
    ({ author, text, answer }) =>
      `> **${plain(author)}:** ${plain(text.slice(0, 300))}\n\n${plainLines(answer)}`,
  );
  return `#### What you said\n\n${said.join("\n\n")}`;
}
