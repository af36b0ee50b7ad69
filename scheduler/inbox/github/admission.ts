import type { Database } from "../../../kernel/database.ts";
import { InputError, messageOf, OperationalError, type Problem } from "../../../kernel/errors.ts";
import type { Events } from "../../../kernel/events.ts";
import type { Tongue } from "../../../kernel/tongue.ts";
import { phrasesIn, type Phrases } from "../../phrases/phrases.ts";
import type { JobParams, Json, Priority } from "../../job.ts";
import { linesOfTitle } from "./brief-text.ts";
import { GitHubError } from "./failures.ts";
import { issueRef, repositoryNamed, type IssueName } from "./names.ts";
import type { Needs } from "./needs/needs.ts";
import { markAdmitted, markRefused, takenRequests, type RequestRow } from "./statements.ts";

/**
 * Makes a job of a brief. The same `admissionKey` always answers the same job. An `InputError`
 * counts as a refusal.
 */
export type AdmitText = (
  text: string,
  source: { readonly kind: "github"; readonly ref: string },
  admissionKey: string,
  wishes: AdmissionWishes,
  /** In which a refusal says what is wrong with the text. */
  tongue: Tongue,
) => Admission | Promise<Admission>;

export interface AdmissionWishes {
  readonly workflow: string;
  readonly priority?: Priority;
  /** Fields of the brief that labels set; they win over the text. */
  readonly preset: Readonly<Record<string, Json>>;
  readonly params: JobParams;
  /** Other issues that come first, in words: the job is made waiting. */
  readonly waitsFor?: string;
}

export type Admission =
  | { readonly kind: "admitted"; readonly job: string }
  | { readonly kind: "refused"; readonly reason: string };

export interface AdmissionOptions {
  readonly database: Database;
  readonly admitText: AdmitText;
  readonly needs: Needs;
  readonly events: Events;
  /** The language for people who wrote this text. */
  readonly speaks: (text: string) => Tongue;
}

const AT_ONCE = 50;

/**
 * Admits what was stored, the most urgent first, after a crash too: the admission key makes a second
 * try harmless. Trouble with one request keeps no other waiting, and is thrown at the end.
 */
export async function admitTaken(
  repository: string,
  options: AdmissionOptions,
  signal: AbortSignal,
): Promise<void> {
  const tried = new Set<number>();
  let failure: GitHubError | undefined;
  for (;;) {
    const rows = takenRequests(options.database, repository, AT_ONCE + tried.size);
    const open = rows.filter(({ id }) => !tried.has(id));
    if (open.length === 0) break;
    for (const request of open) {
      tried.add(request.id);
      try {
        await admitOne(request, options, signal);
      } catch (error) {
        if (!(error instanceof GitHubError) || error.code === "github-limited") throw error;
        failure ??= error;
      }
    }
  }
  if (failure) throw failure;
}

async function admitOne(
  request: RequestRow,
  { database, admitText, needs, events, speaks }: AdmissionOptions,
  signal: AbortSignal,
): Promise<void> {
  const name = issueOf(request);
  const tongue = speaks(`${request.title} ${request.brief}`);
  const work = async (): Promise<Admission> => {
    const waitsFor = await needs.reason(request.id, name, signal);
    return admit(request, name, { admitText, waitsFor, tongue });
  };
  const admission = await admissionOf(work, request, phrasesIn(tongue));
  database.transact((tx) => {
    if (admission.kind === "admitted") markAdmitted(tx, request.id, admission.job);
    else markRefused(tx, request.id, admission.reason);
  });
  if (admission.kind === "refused") {
    events.emit("brief.rejected", { source: issueRef(name), reason: admission.reason });
  }
}

async function admissionOf(
  work: () => Promise<Admission>,
  request: RequestRow,
  say: Phrases,
): Promise<Admission> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) {
      const told = error.problems.map((problem) => say.problem(inBody(problem, request)));
      return { kind: "refused", reason: told.join("\n") };
    }
    if (error instanceof OperationalError) throw error;
    // A mistake of ours, but this text makes it: a restarted daemon would only meet it again.
    return { kind: "refused", reason: say.ownMistake(messageOf(error)) };
  }
}

/** Its author counts lines in the issue's text, which begins below its title. */
function inBody({ line, ...problem }: Problem, { title, brief }: RequestRow): Problem {
  if (line === undefined) return problem;
  return { ...problem, line: Math.max(1, line - linesOfTitle(title, brief)) };
}

interface Admitting extends Pick<AdmissionOptions, "admitText"> {
  readonly waitsFor: string | null;
  readonly tongue: Tongue;
}

async function admit(
  request: RequestRow,
  name: IssueName,
  { admitText, waitsFor, tongue }: Admitting,
): Promise<Admission> {
  const source = { kind: "github", ref: issueRef(name) } as const;
  const wishes: AdmissionWishes = {
    workflow: request.workflow,
    ...(request.priority === null ? {} : { priority: request.priority }),
    preset: JSON.parse(request.preset) as AdmissionWishes["preset"],
    params: JSON.parse(request.params) as JobParams,
    ...(waitsFor === null ? {} : { waitsFor }),
  };
  return admitText(request.brief, source, admissionKeyOf(request), wishes, tongue);
}

/** By the name that the repository had then: it may have been renamed since the first try. */
function admissionKeyOf({ takenIn, issue, generation, revision }: RequestRow): string {
  const again = revision === 0 ? "" : `/r${revision}`;
  return `github:${takenIn}#${issue}/${generation}${again}`;
}

function issueOf({ repository, issue }: RequestRow): IssueName {
  return { ...repositoryNamed(repository), number: issue };
}
