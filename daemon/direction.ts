import { InputError } from "../kernel/errors.ts";
import type { JobChange, Jobs } from "../scheduler/job.ts";
import { decideEdit, pendingEdit } from "../scheduler/inbox/github/edits/edits.ts";
import { requestOfJob } from "../scheduler/inbox/github/statements.ts";
import type { SheetExtras } from "../scheduler/outbox/job-view.ts";
import type { Changed, Direction, Heeded, WishOfPerson } from "../scheduler/outbox/replies/heed.ts";
import { Brief } from "../video/brief/brief.ts";
import type { Preset } from "../video/brief/preset.ts";
import { questionsOf, readAnswers, withAnswers, type Question } from "../video/brief/questions.ts";
import { grantWishes, type Granted } from "../video/edit/grant.ts";
import { readWishes, speaksOfFilm, type WishReading } from "../video/edit/read-wishes.ts";
import { SAYABLE, type ChangeRequest, type Tongue } from "../video/edit/wish.ts";
import { SceneGraph } from "../video/scene-graph/scene-graph.ts";
import { admissionOf } from "./brief.ts";
import type { Stores } from "./stores.ts";

/** Questions wait so long for an answer; then their defaults hold. */
export const QUESTIONS = "questions";
const APPROVAL = "approval";
/** The step that a person's change begins at. */
const EDIT = "edit";

type DirectionStores = Pick<Stores, "jobs" | "blobs" | "database">;

/** What people's words do to jobs and films: the one place where comments meet the craft. */
export function directionOf(stores: DirectionStores): Direction {
  const { jobs } = stores;
  return {
    view: (job) => jobs.view(job),
    cancel: (job, by) => changed(jobs.cancel(job, `cancelled by ${by}`)),
    retry: (job) => changed(jobs.retry(job)),
    accept: (job) => changed(jobs.accept(job)),
    approve: (job) => changed(jobs.release(job, APPROVAL)),
    prioritize: (job, priority) => changed(jobs.prioritize(job, priority)),
    answer: (job, words) => answer(job, words, stores),
    change: (job, wish) => change(job, wish, stores),
    again: (job) => again(job, stores),
  };
}

/** A film from the text that somebody edited since; a second yes, after a crash, is the first one. */
function again(job: string, { database, jobs }: DirectionStores): Heeded {
  const isDecided = decideEdit(database, jobs, job, "again") || !requestOfJob(database, job);
  if (isDecided) return { kind: "done", answer: "The film is made again, from the new text." };
  return { kind: "unclear", answer: "The brief was not edited since the label was set." };
}

function changed(change: JobChange): Changed {
  return change.kind === "changed" ? { kind: "changed" } : change;
}

/** What an issue should say of a job beside its state. */
export function extrasOf(
  job: string,
  holds: readonly { readonly cause: string; readonly heldAt: number }[],
  { jobs, blobs, database }: DirectionStores,
  { answerWithinMs, now }: { readonly answerWithinMs: number; readonly now: number },
): SheetExtras {
  const brief = briefOf(job, { jobs, blobs });
  if (!brief) return {};
  const edit = pendingEdit(database, job);
  const asked = holds.find(({ cause }) => cause === QUESTIONS);
  const left = jobs.forecast(job);
  return {
    assumptions: brief.assumptions,
    budgetUsd: brief.budgetUsd,
    questions: asked ? questionsOf(brief) : [],
    defaultsAt: asked ? asked.heldAt + answerWithinMs : null,
    readyAt: left === null ? null : now + left,
    ...(edit && { remark: `**${edit.editor}** edited the brief since. ${AGAIN}` }),
  };
}

const AGAIN = "To have the film made again, from the new text, write `/again`.";

function briefOf(job: string, { jobs, blobs }: Pick<Stores, "jobs" | "blobs">): Brief | undefined {
  const stored = jobs.brief(job);
  return stored && Brief.parse(blobs.readJson(stored.brief));
}

function answer(job: string, words: string, stores: DirectionStores): Heeded | null {
  const { jobs, blobs } = stores;
  const stored = jobs.brief(job);
  const questions = questionsAbout(job, stores);
  const answers = readAnswers(words, questions);
  if (!answers || !stored) return null;
  if (answers.unclear.length > 0) return { kind: "unclear", answer: answers.unclear.join(" ") };
  if (answers.given.length === 0) return released(jobs, job, "The defaults hold. It starts.");
  try {
    const text = withAnswers(blobs.readText(stored.briefText), answers, job);
    // What labels said still wins over the text.
    const request = requestOfJob(stores.database, job);
    const preset = JSON.parse(request?.preset ?? "{}") as Preset;
    const entrance = { source: { kind: "github", ref: job }, admissionKey: job } as const;
    const { title, brief, briefText } = admissionOf(text, "the answers", blobs, entrance, preset);
    const said = answers.given.map(({ field, value }) => `${field}: ${value}`).join(", ");
    const rest = answers.given.length < questions.length ? " For the rest the defaults hold." : "";
    return released(jobs, job, `Understood: ${said}.${rest} It starts.`, {
      title,
      brief,
      briefText,
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: "unclear", answer: error.message };
  }
}

function questionsAbout(job: string, stores: DirectionStores): Question[] {
  const brief = briefOf(job, stores);
  return brief ? questionsOf(brief) : [];
}

function released(
  jobs: Jobs,
  job: string,
  words: string,
  better?: Parameters<Jobs["release"]>[2],
): Heeded {
  const change = jobs.release(job, QUESTIONS, better);
  if (change.kind === "refused") return { kind: "unclear", answer: change.message };
  return { kind: "done", answer: words };
}

const STILL_MADE: Readonly<Record<Tongue, string>> = {
  en: "The film is still in the making: it is changed as soon as it is there.",
  ja: "まだ制作中です。完成したらすぐに変更します。",
};
const NO_FILM: Readonly<Record<Tongue, string>> = {
  en: "There is no film to change. /retry tries again.",
  ja: "変更できる映像がありません。/retry でもう一度試せます。",
};

/** A change of a finished film; of one in the making it is kept until the film is there. */
async function change(
  job: string,
  { key, by, text }: WishOfPerson,
  stores: DirectionStores,
): Promise<Heeded | null> {
  const reading = readWishes(text);
  const { tongue } = reading;
  const [first] = reading.wishes;
  if (!first) return speaksOfFilm(text) ? unclear(reading) : null;
  const view = await stores.jobs.view(job);
  if (view?.status === "failed" || view?.status === "cancelled") {
    return { kind: "unclear", answer: NO_FILM[tongue] };
  }
  if (view?.status !== "done" && view?.status !== "needs-review") {
    return { kind: "kept", answer: STILL_MADE[tongue] };
  }
  const graph = graphOf(job, stores);
  if (!graph) return { kind: "unclear", answer: NO_FILM[tongue] };
  const request: ChangeRequest = { by, text: text.slice(0, 500), wishes: [...reading.wishes] };
  const trial = grantWishes(graph, request, tongue);
  const answer = sentences(trial, reading);
  if (trial.said.every(({ isGranted }) => !isGranted)) return { kind: "unclear", answer };
  const guide = stores.blobs.putJson(request);
  const changing = stores.jobs.change(job, { key, step: EDIT, guide, by });
  if (changing.kind === "refused") return { kind: "unclear", answer: changing.message };
  return { kind: "done", answer };
}

function graphOf(job: string, { jobs, blobs }: DirectionStores): SceneGraph | undefined {
  const made = jobs.outputs(job).find(({ step, name }) => step === EDIT && name === "graph");
  return made && SceneGraph.parse(blobs.readJson(made.blob));
}

function sentences({ said }: Granted, { unclear: left, tongue }: WishReading): string {
  const notUnderstood = left.map((part) =>
    tongue === "ja" ? `「${part}」は分かりませんでした。` : `Not understood: "${part}".`,
  );
  return [...said.map(({ sentence }) => sentence), ...notUnderstood].join(" ");
}

function unclear({ tongue, unclear: left }: WishReading): Heeded {
  const examples = SAYABLE[tongue].map((example) => `"${example}"`).join(", ");
  const what = left.join(tongue === "ja" ? "」「" : '", "');
  const answer =
    tongue === "ja"
      ? `「${what}」は分かりませんでした。たとえば: ${examples}`
      : `Not understood: "${what}". What can be said, for example: ${examples}.`;
  return { kind: "unclear", answer };
}
