import { InputError } from "../kernel/errors.ts";
import { tongueOfLanguage, tongueOfWords, type Tongue } from "../kernel/tongue.ts";
import type { BetterBrief, JobChange } from "../scheduler/job.ts";
import { decideEdit, pendingEdit } from "../scheduler/inbox/github/edits/edits.ts";
import { requestOfJob } from "../scheduler/inbox/github/statements.ts";
import { phrasesIn } from "../scheduler/phrases/phrases.ts";
import { publishAgain } from "../scheduler/outbox/publication.ts";
import type { SheetExtras } from "../scheduler/outbox/job-view.ts";
import { hasFailedPublications } from "../scheduler/outbox/statements.ts";
import { QUESTIONS } from "../scheduler/outbox/questions/defaults.ts";
import { askingOf, haveDefaultsHeld } from "../scheduler/outbox/questions/statements.ts";
import type {
  Changed,
  Direction,
  Heeded,
  Understood,
  WishOfPerson,
} from "../scheduler/outbox/replies/direction.ts";
import { Brief } from "../video/brief/brief.ts";
import type { Preset } from "../video/brief/preset.ts";
import { questionsOf, readAnswers, withAnswers, type Question } from "../video/brief/questions.ts";
import { grantWishes, type Granted } from "../video/edit/grant.ts";
import { readWishes, speaksOfFilm, type WishReading } from "../video/edit/read-wishes.ts";
import { SAYABLE, type ChangeRequest } from "../video/edit/wish.ts";
import { SceneGraph } from "../video/scene-graph/scene-graph.ts";
import { admissionOf } from "./brief.ts";
import type { Stores } from "./stores.ts";

const APPROVAL = "approval";
/** The step that a person's change begins at. */
const EDIT = "edit";

type DirectionStores = Pick<Stores, "jobs" | "blobs" | "database">;

/** What people's words do to jobs and films: the one place where comments meet the craft. */
export function directionOf(stores: DirectionStores, language: Language): Direction {
  const { jobs } = stores;
  return {
    view: (job) => jobs.view(job),
    cancel: (job, by) => {
      const say = phrasesIn(tongueOfJob(job, stores, language));
      return changed(jobs.cancel(job, say.cancelledBy(by)));
    },
    retry: (job) => retry(job, stores),
    isUnpublished: (job) => hasFailedPublications(stores.database, job),
    accept: (job) => changed(jobs.accept(job)),
    approve: (job) => changed(jobs.release(job, APPROVAL)),
    prioritize: (job, priority) => changed(jobs.prioritize(job, priority)),
    answer: (job, words) => answer(job, words, stores),
    tooLate: (job, words) => tooLate(job, words, stores),
    change: (job, wish) => change(job, wish, stores),
    hasChanged: (job, key) => jobs.hasChange(job, key),
    again: (job, tongue) => again(job, tongue, stores),
  };
}

/** What Kantoku speaks: `auto` is the language of the brief. */
type Language = "auto" | Tongue;

function tongueOfJob(
  job: string,
  stores: Pick<Stores, "jobs" | "blobs">,
  language: Language,
): Tongue {
  if (language !== "auto") return language;
  return tongueOfLanguage(briefOf(job, stores)?.language ?? "en");
}

/** A film from the text that somebody edited since; a second yes, after a crash, is the first one. */
function again(job: string, tongue: Tongue, { database, jobs }: DirectionStores): Heeded {
  const say = phrasesIn(tongue);
  if (!decideEdit(database, jobs, job, "again", say.madeAgain)) {
    if (requestOfJob(database, job)) return { kind: "unclear", answer: say.noEdit };
    // The crash may have come before it was called off.
    jobs.cancel(job, say.madeAgain);
  }
  return { kind: "done", answer: say.againFromEdit };
}

/** Steps that were not done; of a finished film, what could not be published. */
function retry(job: string, { jobs, database }: DirectionStores): Changed {
  const change = changed(jobs.retry(job));
  if (change.kind === "changed" || !publishAgain(database, job)) return change;
  return { kind: "changed" };
}

function changed(change: JobChange): Changed {
  return change.kind === "changed" ? { kind: "changed" } : change;
}

export interface ExtrasOptions {
  readonly answerWithinMs: number;
  readonly approveAboveUsd: number | null;
  readonly language: Language;
  readonly now: number;
}

/** What an issue should say of a job beside its state. */
export function extrasOf(
  job: string,
  holds: readonly { readonly cause: string; readonly heldAt: number }[],
  { jobs, blobs, database }: DirectionStores,
  { answerWithinMs, approveAboveUsd, language, now }: ExtrasOptions,
): SheetExtras {
  const brief = briefOf(job, { jobs, blobs });
  if (!brief) return {};
  const edit = pendingEdit(database, job);
  const asked = holds.find(({ cause }) => cause === QUESTIONS);
  // Until it is sent, the comment names the time as if it were sent now.
  const { askedAt = null } = askingOf(database, job) ?? {};
  const left = jobs.forecast(job);
  const tongue = language === "auto" ? tongueOfLanguage(brief.language) : language;
  return {
    tongue,
    approveAboveUsd,
    assumptions: brief.assumptions,
    budgetUsd: brief.budgetUsd,
    questions: asked ? questionsOf(brief, tongue) : [],
    defaultsAt: asked ? (askedAt ?? now) + answerWithinMs : null,
    readyAt: left === null ? null : now + left,
    ...(edit && { editor: edit.editor }),
  };
}

function briefOf(job: string, { jobs, blobs }: Pick<Stores, "jobs" | "blobs">): Brief | undefined {
  const stored = jobs.brief(job);
  return stored && Brief.parse(blobs.readJson(stored.brief));
}

function answer(job: string, words: string, stores: DirectionStores): Understood | null {
  const { jobs, blobs } = stores;
  const stored = jobs.brief(job);
  const questions = questionsAbout(job, stores);
  const tongue = tongueOfWords(words);
  const say = phrasesIn(tongue);
  const answers = readAnswers(words, questions, tongue);
  if (!answers || !stored) return null;
  if (answers.unclear.length > 0) return { kind: "unclear", answer: say.joined(answers.unclear) };
  const started = (answer: string, better?: BetterBrief): Understood => {
    const act = (): Heeded => {
      const change = jobs.release(job, QUESTIONS, better);
      return change.kind === "refused"
        ? { kind: "unclear", answer: change.message }
        : { kind: "done", answer };
    };
    return { kind: "done", answer, act };
  };
  if (answers.given.length === 0) return started(say.defaultsHold);
  try {
    const text = withAnswers(blobs.readText(stored.briefText), answers, job);
    // What labels said still wins over the text.
    const request = requestOfJob(stores.database, job);
    const preset = JSON.parse(request?.preset ?? "{}") as Preset;
    const entrance = { source: { kind: "github", ref: job }, admissionKey: job } as const;
    const { title, brief, briefText } = admissionOf(text, say.answersName, blobs, entrance, {
      preset,
      tongue,
    });
    const isAll = answers.given.length === questions.length;
    return started(say.understood(answers.given, isAll), { title, brief, briefText });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: "unclear", answer: error.problems.map(say.problem).join("\n") };
  }
}

/** Only of what is an answer for certain: whoever may command may wish for something as well. */
function tooLate(job: string, words: string, stores: DirectionStores): Heeded | null {
  if (!haveDefaultsHeld(stores.database, { job, since: 0 })) return null;
  const tongue = tongueOfWords(words);
  const answers = readAnswers(words, questionsAbout(job, stores), tongue);
  if (!answers || answers.given.length === 0 || answers.unclear.length > 0) return null;
  return { kind: "unclear", answer: phrasesIn(tongue).tooLate };
}

function questionsAbout(job: string, stores: DirectionStores): Question[] {
  const brief = briefOf(job, stores);
  return brief ? questionsOf(brief) : [];
}

/** A change of a finished film; of one in the making it is kept until the film is there. */
async function change(
  job: string,
  { key, by, text }: WishOfPerson,
  stores: DirectionStores,
): Promise<Understood | null> {
  const reading = readWishes(text);
  const say = phrasesIn(reading.tongue);
  const [first] = reading.wishes;
  if (!first) return reading.unclear.length > 0 && speaksOfFilm(text) ? unclear(reading) : null;
  const view = await stores.jobs.view(job);
  if (view?.status === "failed" || view?.status === "cancelled") {
    return { kind: "unclear", answer: say.noFilm };
  }
  if (view?.status !== "done" && view?.status !== "needs-review") {
    return { kind: "kept", answer: say.stillMade };
  }
  const graph = graphOf(job, stores);
  if (!graph) return { kind: "unclear", answer: say.noFilm };
  const request: ChangeRequest = { by, text: text.slice(0, 500), wishes: [...reading.wishes] };
  const trial = grantWishes(graph, request, reading.tongue);
  const answer = sentences(trial, reading);
  if (trial.said.every(({ isGranted }) => !isGranted)) return { kind: "unclear", answer };
  const guide = stores.blobs.putJson(request);
  const act = (): Heeded => {
    const changing = stores.jobs.change(job, { key, step: EDIT, guide, by });
    if (changing.kind === "refused") return { kind: "unclear", answer: say.notNow(view.status) };
    return { kind: "done", answer };
  };
  return { kind: "done", answer, act };
}

function graphOf(job: string, { jobs, blobs }: DirectionStores): SceneGraph | undefined {
  const made = jobs.outputs(job).find(({ step, name }) => step === EDIT && name === "graph");
  return made && SceneGraph.parse(blobs.readJson(made.blob));
}

function sentences({ said }: Granted, { unclear: left, tongue }: WishReading): string {
  const say = phrasesIn(tongue);
  const granted = said.map(({ sentence }) => sentence);
  return say.joined([...granted, left.length > 0 ? say.notUnderstood(left) : ""]);
}

function unclear({ tongue, unclear: left }: WishReading): Heeded {
  const say = phrasesIn(tongue);
  const answer = say.joined([say.notUnderstood(left), say.sayable(SAYABLE[tongue])]);
  return { kind: "unclear", answer };
}
