import { createHash } from "node:crypto";
import type { Tongue } from "../../kernel/tongue.ts";
import { phrasesIn, type Phrases } from "../phrases/phrases.ts";
import type { Ending, JobView, SheetExtras } from "./job-view.ts";
import { stateLabelOf, stateMark, type StateLabel } from "./labels.ts";
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
import { markerOf, sealed, type About } from "./seal.ts";
import { asks } from "./sheet-asks.ts";
import { agenda, checklist, costs, progress, wholeSpan } from "./sheet-parts.ts";

/** What an issue should show of its job: computed from the job alone, never from what was sent. */
export interface Sheet {
  /** Finds the comment again, whatever else is lost; the same for all jobs of one label. */
  readonly marker: string;
  readonly body: string;
  /** The state, and a hash of all that is worth an edit: a new estimate alone is not. */
  readonly hash: string;
  readonly label: StateLabel | null;
  /** Nothing will change any more unless somebody starts the job again. */
  readonly isFinal: boolean;
  readonly isToBeClosed: boolean;
  /** There are files that are not where people can see them. */
  readonly isToBePublished: boolean;
  /** The brief became a job: the issue is given its 👀. */
  readonly isAccepted: boolean;
  readonly tongue: Tongue;
}

/** GitHub takes 65 536 characters; the rest is room for the marker and a remark. */
const LONGEST_BODY = 60_000;

/** What a sheet is about. */
export interface Subject {
  readonly job: string;
  /** Id of the `labeled` event that asked for it. */
  readonly generation: number;
  readonly title: string;
  /** Tells the film from others of its issue; null where it is the only one. */
  readonly askedBy?: string | null;
  /** In which the comment speaks. */
  readonly tongue: Tongue;
}

export function sheetOf(
  { job, generation, title, tongue, askedBy = null }: Subject,
  view: JobView,
  ending: Ending,
  extras: SheetExtras = {},
): Sheet {
  const say = phrasesIn(tongue);
  const isDone = view.status === "done";
  const isFinal = isDone || view.status === "failed" || view.status === "cancelled";
  const isFinished = isDone || view.status === "needs-review";
  const isRefused = isFinished && (ending.refused ?? []).length > 0;
  const heading =
    isDone && isRefused ? say.unpublishedHeading(ending.film !== null) : headingOf(view, say);
  const labelled = askedBy === null ? [] : [say.askedBy(`**${plain(askedBy)}**`)];
  const sectionsFor = (readyAt: number | null): string[] => [
    `### ${say.titled(heading, plain(title))}`,
    isRefused ? refusedFiles(ending, say) : "",
    asks(ending.results ? { ...view, doubts: ending.results.doubts } : view, extras, say),
    view.status === "queued" ? say.begins : "",
    progress(view, readyAt, say),
    ...(isFinished ? premiere(ending, say) : []),
    isFinished ? summaryOf(ending) : "",
    costs(view.cost, extras.budgetUsd, say),
    ...(isFinished ? paperwork(view, ending, say) : [agenda(view, say)]),
    // A finished film's report has them.
    isFinished ? "" : folded(say.assumed, bullets(extras.assumptions ?? [])),
    extras.editor === undefined ? "" : say.edited(plain(extras.editor)),
    talk(extras.replies ?? [], say),
    `<sub>${[say.help(view.status), ...labelled, say.jobName(`\`${job}\``)].join(" · ")}</sub>`,
  ];
  const causes = (view.holds ?? []).map(({ cause }) => cause);
  const sections = { shown: sectionsFor(extras.readyAt ?? null), compared: sectionsFor(null) };
  return finish({ job, generation }, sections, {
    label: isDone && isRefused ? "failed" : stateLabelOf(view.status, causes),
    isFinal,
    isToBeClosed: isDone && !isRefused,
    isToBePublished: isFinished && (ending.unpublished ?? 0) > 0,
    isAccepted: true,
    tongue,
  });
}

/** For a brief that could not become a job. */
export function refusalSheet(generation: number, reason: string, tongue: Tongue): Sheet {
  const say = phrasesIn(tongue);
  const shown = [
    `### ${say.refusedHeading}`,
    alert("CAUTION", [say.refusedBecause, plainLines(reason)]),
    say.refusedRemedy,
  ];
  return finish(
    { job: null, generation },
    { shown, compared: shown },
    {
      label: "failed",
      isFinal: true,
      isToBeClosed: false,
      isToBePublished: false,
      isAccepted: false,
      tongue,
    },
  );
}

function headingOf({ status, holds = [] }: JobView, say: Phrases): string {
  if (status !== "waiting") return say.heading(status);
  if (holds.some(({ cause }) => cause === "questions")) return say.asksHeading;
  return holds.some(({ cause }) => cause === "approval")
    ? say.approvalHeading
    : say.heading(status);
}

function finish(
  about: About,
  sections: { readonly shown: readonly string[]; readonly compared: readonly string[] },
  told: Omit<Sheet, "marker" | "body" | "hash">,
): Sheet {
  const { rest } = phrasesIn(told.tongue);
  const textOf = (parts: readonly string[]): string =>
    shortened(parts.filter((part) => part !== "").join("\n\n"), rest);
  const compared = `${about.job} ${textOf(sections.compared)}`;
  return {
    // Whatever becomes of the brief and its jobs, the label was set once.
    marker: markerOf(about.generation),
    body: sealed(textOf(sections.shown), about),
    hash: `${stateMark(told.label)}${createHash("sha256").update(compared).digest("hex")}`,
    ...told,
  };
}

function shortened(text: string, rest: string): string {
  if (text.length <= LONGEST_BODY) return text;
  const cut = text.slice(0, LONGEST_BODY);
  const isInFold = cut.lastIndexOf("<details>") > cut.lastIndexOf("</details>");
  return `${cut}\n\n… ${rest}${isInFold ? "\n\n</details>" : ""}`;
}

/** The film itself, as early in the comment as can be. */
function premiere(
  { film, poster, captions, remarks = [], isKept = false }: Ending,
  say: Phrases,
): string[] {
  const isLink = film?.startsWith("http") ?? false;
  const files = [
    ...(film === null ? [] : [`**${say.film}:** ${fileLink(film)}`]),
    ...(captions ? [`**${say.captions}:** ${fileLink(captions)}`] : []),
  ];
  return [
    poster?.startsWith("http") ? picture(poster, say.poster, film && isLink ? film : poster) : "",
    files.join(" · "),
    isKept ? say.keptThere : "",
    ...bulletsOf(remarks),
  ];
}

/** What could not be published, why, and what a person can do; files with the same reason together. */
function refusedFiles({ refused = [] }: Ending, say: Phrases): string {
  const names = { video: say.film, poster: say.poster, captions: say.captions };
  const reasons = Map.groupBy(refused, ({ reason }) => reason);
  const lines = [...reasons].map(([reason, files]) => {
    const which = files.map(({ output }) => names[output]).join(" · ");
    return `**${which}:** ${unmarked(reason)}`;
  });
  return alert("CAUTION", [...lines, say.publishAgain]);
}

function bulletsOf(remarks: readonly string[]): string[] {
  return remarks.length === 0 ? [] : [remarks.map((remark) => `- ${unmarked(remark)}`).join("\n")];
}

/** What kind of film it is, and whether it passed. */
function summaryOf({ report, results }: Ending): string {
  return results ? unmarked(results.verdict) : (sectionsIn(report).get("") ?? "");
}

/** A click away, but for what was measured of a film that did not pass. */
function paperwork(
  { status, steps }: JobView,
  { report, results }: Ending,
  say: Phrases,
): string[] {
  const sections = [...sectionsIn(report)];
  const measured = results
    ? unmarked(results.measured)
    : (sections.find(([title]) => title === MEASURED)?.[1] ?? "");
  const rest = sections.filter(([title]) => title !== "" && (title !== MEASURED || results));
  return [
    status === "done" ? folded(say.measured, measured) : measured,
    folded(say.wholeReport, rest.map(([title, text]) => `#### ${title}\n\n${text}`).join("\n\n")),
    folded(say.howMade(wholeSpan(steps, say)), checklist(steps, say)),
  ];
}

/** A section of every film's report. */
const MEASURED = "Measured";

/** Without the report's title: the comment has its own heading. */
function sectionsIn(report: string | null): ReadonlyMap<string, string> {
  return sectionsOf(unmarked((report ?? "").replace(/^# [^\n]*\n+/, "").trim()));
}

function talk(replies: NonNullable<SheetExtras["replies"]>, say: Phrases): string {
  if (replies.length === 0) return "";
  const said = replies.map(
    ({ author, text, answer }) =>
      `> **${plain(author)}:** ${plain(text.slice(0, 300))}\n\n${plainLines(answer)}`,
  );
  return `#### ${say.said}\n\n${said.join("\n\n")}`;
}
