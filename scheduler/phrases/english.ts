import { formatProblem } from "../../kernel/errors.ts";
import type { JobStatus } from "../job.ts";
import { listed, span } from "./english-forms.ts";

/** What a step's failure says by itself is English already: there is nothing to add to it. */
interface KnownFailure {
  readonly message: string;
  readonly hint: string;
}

type ByStatus = Readonly<Record<JobStatus, string>>;

const HEADINGS: ByStatus = {
  queued: "Queued",
  waiting: "Waiting",
  running: "In the making",
  "needs-review": "Ready for review",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

const UNDER_WAY =
  "In a comment: `/status` tells how far it is, `/priority p0` puts it first, `/cancel` stops it";

/** What can be said in each state. */
const HELP: ByStatus = {
  queued: UNDER_WAY,
  waiting: UNDER_WAY,
  running: UNDER_WAY,
  "needs-review": "In a comment: `/approve` takes the film as it is, `/cancel` gives it up",
  done: 'To have it changed, say in a comment what: "make shot 3 shorter", "turn the music down"',
  failed: "In a comment: `/retry` tries again, `/status` tells how far it got",
  cancelled: "For a new film, take the label off and set it again",
};

/** Names of steps that do not say by themselves what is done. */
const STEPS: Readonly<Record<string, string>> = {
  own: "your own files",
  shots: "shot list",
  assets: "pictures",
  direct: "direction",
  critique: "measuring",
};

const FAILURES: Readonly<Record<string, KnownFailure>> = {};

const UPLOAD_REFUSED = "GitHub did not take it.";
const UPLOAD_REFUSALS: Readonly<Record<string, string>> = {
  "github-forbidden":
    "Kantoku lacks the permission: its token needs *Contents: read and write* in this repository.",
  "github-gone": "GitHub does not show Kantoku the place for it.",
};

/** Plain words, for people who have never heard of Kantoku. */
export const ENGLISH = {
  span,

  heading: (status: JobStatus): string => HEADINGS[status],
  asksHeading: "Your answer, please",
  approvalHeading: "Needs an approval",
  /** Of a film that is made, with all or some of its files not published. */
  unpublishedHeading: (isFilmThere: boolean): string =>
    isFilmThere ? "Made, but not all of it is published" : "Made, but not published",
  titled: (heading: string, title: string): string => `${heading}: ${title}`,
  begins:
    "Kantoku makes a film of this issue. This comment is kept up to date; nothing needs to be done.",
  help: (status: JobStatus): string => HELP[status],
  /** A label of the issue, where it has several films. */
  askedBy: (label: string): string => `the film for ${label}`,
  jobName: (job: string): string => `job ${job}`,
  rest: "The rest is in the job's report.md.",

  film: "Film",
  captions: "Captions",
  poster: "Poster",
  measured: "What was measured",
  wholeReport: "The whole report",
  howMade: (time: string): string => (time === "" ? "How it was made" : `How it was made: ${time}`),
  assumed: "What was assumed",
  said: "What you said",
  edited: (editor: string): string =>
    `**${editor}** edited the brief since. To have the film made again, from the new text, write \`/again\`.`,

  step: (name: string): string => STEPS[name] ?? name,
  itemOf: (step: string, item: string): string => `${step} (${item})`,
  /** Agents sum up their steps in English. */
  summaries: true,
  progress: (done: number, all: number, ready: string): string =>
    `${done} of ${all} steps${ready && ` · ready about ${ready}`}`,
  cost: "Cost",
  spent: (usd: string): string => `$${usd} spent`,
  expected: (usd: string): string => `$${usd} expected`,
  budget: (usd: string): string => `budget $${usd}`,
  toDo: "What will be done",
  wasDone: (done: number, all: number): string => `What was done: ${done} of ${all} steps`,
  count: (done: number, all: number): string => ` (${done} of ${all})`,
  failed: "failed",
  since: (time: string): string => `since ${time}`,

  approval: (usd: string, limit: string): string =>
    `The film is expected to cost $${usd}, which is over the limit${limit && ` of $${limit}`} for films that nobody has approved.`,
  approvalWays:
    "To go on, give this comment a 👍 (one from before now does not count: take it off and give it again), or write `/approve`. `/cancel` ends it; nothing more is spent until then.",
  question: (text: string, assumed: string): string =>
    `**${text}** If you say nothing: ${assumed}.`,
  yes: "yes",
  answers: (example: string, until: string): string =>
    `Answer in a comment, for example \`${example}\`: "yes" takes what stands here.${until && ` Without an answer it starts so at ${until}.`}`,
  answersName: "the answers",
  openQuestions: (count: number): string =>
    count === 1
      ? "One question is open, on the issue."
      : `${count} questions are open, on the issue.`,
  stepFailed: (name: string, times: number): string =>
    `The step **${name}** failed${times > 0 ? `; it was tried ${times === 1 ? "once" : `${times} times`}` : ""}.`,
  failure: (code: string): KnownFailure | undefined => FAILURES[code],
  failureDetail: (words: string): string => words,
  reasonInLog: "The reason is in the daemon's log.",
  retry:
    "To try again, write `/retry`: what is done stays done. For another brief, edit the issue, take the label off and set it again.",
  passed: (held: number, all: number): string =>
    `**The film passed.** ${held} of ${all} measurements are within their limits.`,
  needsLook: (held: number, all: number): string =>
    `**The film needs a look.** ${held} of ${all} measurements are within their limits.`,
  doubt: (check: string, measured: string, limit: string): string =>
    `${check}: ${measured}, and not ${limit}.`,
  doubts: "The film is there, but not good enough by its own measure:",
  reviewWays:
    '`/approve` takes it as it is. Or say what to change, such as "make shot 3 shorter" or "turn the music down".',

  refusedHeading: "This brief can't be filmed yet",
  /** Before the reasons; in English they speak for themselves. */
  refusedBecause: "",
  problem: formatProblem,
  refusedRemedy: "Mend the issue's text, then take the label off and set it again.",

  tooBig: (size: string, limit: string): string =>
    `The file has ${size}, over the limit of ${limit}.`,
  tooBigWays:
    "It can't be made small enough. A higher `github.maxAssetBytes` in Kantoku's settings would let it through.",
  smaller: (size: string): string => `This is a smaller encode of ${size}.`,
  /** `detail` is what was tried and what GitHub answered. */
  notUploaded: (code: string, detail: string): string =>
    `It could not be uploaded. ${detail} ${UPLOAD_REFUSALS[code] ?? UPLOAD_REFUSED}`,
  publishAgain:
    "The film itself is made. When the cause is mended, write `/retry`: only the upload is done again. Until then this issue stays open.",
  keptThere:
    "The film stays on the machine that made it, as Kantoku's settings say: `kantoku job` with the job's name below tells its place.",

  waitsFor: (issues: readonly string[], more: number): string =>
    `It waits for ${listed([...issues, ...(more > 0 ? [`${more} more`] : [])])}. It starts by itself when what it waits for is closed, or filmed.`,
  waitsInCircle: (circle: readonly string[]): string =>
    `It waits in a circle: ${circle.join(" → ")}. Take one of these dependencies away, and set the label of its issue again.`,
  dependencies: "dependencies",
  unknownNeed: (issue: string): string =>
    `it depends on ${issue}, which does not exist or is hidden from Kantoku`,
  unknownNeedHint: "mend the text, then take the label off and set it again",
  needsNoIssue: (words: string): string => `"${words}" names no issue; write #12 or owner/repo#12.`,
  tooManyNeeds: (count: number, most: number): string =>
    `It depends on ${count} issues; a brief may name ${most}.`,

  tooLong: (count: number, most: number): string =>
    `The text has ${count} characters; a brief may have ${most}.`,
  tooManyMarks: (count: number, most: number): string =>
    `The text has ${count} marks of emphasis or links; a brief may have ${most}.`,
  unknownText: (why: string): string =>
    `What the text said when the label was set can't be told: ${why}. Read the text, then take the label off and set it again.`,
  editedOften: "it was edited very often since",
  editedByUnknown: "it was edited since, and GitHub does not say by whom",
  editedBy: (names: readonly string[]): string =>
    `${listed(names)} edited it since, and GitHub does not tell how it read before`,
  deletedAccount: "a deleted account",
  ownMistake: (words: string): string => `Kantoku itself failed on this text: ${words}`,

  cancelledBy: (login: string): string => `It was cancelled by ${login}.`,
  labelSetAgain: (label: string): string => `The label ${label} was set again.`,
  labelTakenOff: (label: string): string => `The label ${label} was taken off.`,
  issueDeleted: "The issue was deleted.",
  issueMoved: (issue: string): string => `The issue was moved to ${issue}.`,
  issueClosed: "The issue was closed.",
  repositoryReplaced: (name: string): string =>
    `${name} is another repository now than the one that it was made for.`,
  madeAgain: "The brief was edited, and the film is made again.",

  accepted: "Accepted: the film is done.",
  approved: "Approved: it goes on.",
  cancelled: "Cancelled.",
  retried: "It is tried again.",
  prioritized: "The new priority counts from the next step on.",
  notNow: (status: JobStatus): string =>
    `That is not possible as things are: ${HEADINGS[status].toLowerCase()}.`,
  noEdit: "The brief was not edited since the label was set.",
  againFromEdit: "The film is made again, from the new text.",
  status: (status: JobStatus, done: number, all: number): string =>
    all === 0 ? `${HEADINGS[status]}.` : `${HEADINGS[status]}: ${done} of ${all} steps are done.`,
  commands:
    "Commands: /approve, /cancel, /retry, /status, /again, /priority p0 … p3. Anything else in plain words.",
  defaultsHold: "It starts with what was assumed.",
  understood: (answers: readonly { field: string; value: string }[], isAll: boolean): string =>
    `Understood: ${answers.map(({ field, value }) => `${field}: ${value}`).join(", ")}.${isAll ? "" : " The rest is as assumed."} It starts.`,
  tooLate:
    "It was too late for answers: the film is made with what was assumed. Whoever may write here can edit the brief and write /again.",
  stillMade: "The film is still in the making: it is changed as soon as it is there.",
  noFilm: "There is no film to change. /retry tries again.",
  notUnderstood: (parts: readonly string[]): string =>
    `Not understood: ${parts.map((part) => `"${part}"`).join(", ")}.`,
  sayable: (examples: readonly string[]): string =>
    `What can be said, for example: ${examples.map((each) => `"${each}"`).join(", ")}.`,
  joined: (sentences: readonly string[]): string => sentences.filter(Boolean).join(" "),
};

/**
 * All that Kantoku says on GitHub, in one language. A phrase that a language lacks is a type error. What
 * the author, a model or another program said is passed in as it is.
 */
export type Phrases = typeof ENGLISH;
