import { createHash } from "node:crypto";
import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Events } from "../../../kernel/events.ts";
import type { Tongue } from "../../../kernel/tongue.ts";
import { phrasesIn, type Phrases } from "../../phrases/phrases.ts";
import type { Authorization } from "./authorization.ts";
import { briefTextOf, whyUnreadable } from "./brief-text.ts";
import type { GitHub } from "./client.ts";
import type { Author } from "./conversation.ts";
import type { Issue, LabelEvent } from "./issue-reads.ts";
import type { IssueText } from "./issue-text.ts";
import { isSameLabel, wishesOf, type LabelMeanings } from "./labels.ts";
import { issueRef, repositoryRef, type IssueName } from "./names.ts";
import { namedNeeds } from "./needs/named.ts";
import { insertNamedNeeds } from "./needs/statements.ts";
import { insertRequest } from "./statements.ts";
import { editorsSince, isTouchedSince, textAtLabel, type TextAtLabel } from "./text-at-label.ts";

export interface TakingOptions {
  readonly client: Pick<GitHub, "textWithEdits">;
  readonly database: Database;
  readonly events: Events;
  readonly authorization: Authorization;
  readonly meanings: LabelMeanings;
  readonly clock: Clock;
  /** The language for people who wrote this text. */
  readonly speaks: (text: string) => Tongue;
}

/** A label that somebody set, on an issue as it was just read. */
export interface Asked {
  readonly issue: Issue;
  /** Read after the label's event, so that no edit is missed. */
  readonly text: IssueText;
  readonly labelled: LabelEvent;
  readonly events: readonly LabelEvent[];
}

/** Stores what a label asks for, with the text that counts; nothing is stored twice. */
export async function take(
  asked: Asked,
  options: TakingOptions,
  signal: AbortSignal,
): Promise<void> {
  const { issue, labelled } = asked;
  const verdict = await options.authorization.judge(issue, labelled.actor, signal);
  if (verdict.kind === "refused") return ignore(asked, verdict.reason, options);
  const say = phrasesIn(options.speaks(`${asked.text.title} ${asked.text.body}`));
  const text = await textThatCounts(asked, options, say, signal);
  const present = await labelsThatCount(asked, options, signal);
  const wishes = wishesOf(options.meanings, labelled.label, present);
  const brief = briefOf(text, issue, say);
  store(asked, options, {
    workflow: wishes.workflow ?? DEFAULT_WORKFLOW,
    priority: wishes.priority ?? null,
    preset: JSON.stringify(wishes.brief),
    params: JSON.stringify(wishes.params),
    ...brief,
    state: brief.reason === null ? "taken" : "refused",
  });
}

const DEFAULT_WORKFLOW = "film";

/** Of title and body as their readers see them, to notice an edit. */
export function textHash(title: string, body: string): string {
  return createHash("sha256").update(briefTextOf(title, body)).digest("hex");
}

/** A brief without the lines about its dependencies, or why there is none. */
export function briefOf(text: TextAtLabel, home: IssueName, say: Phrases) {
  const none = { title: "", brief: "", needs: [] as readonly string[] };
  if (text.kind === "unknown") return { ...none, reason: text.reason };
  const { title, body } = text;
  const unreadable = whyUnreadable(body, say);
  if (unreadable !== null) return { ...none, title, reason: unreadable };
  const named = namedNeeds(briefTextOf(title, body), home, say);
  const reason = named.problems.length > 0 ? named.problems.join("\n") : tooMany(named.needs, say);
  return { title, brief: named.text, needs: named.needs, reason };
}

const MOST_NEEDS = 50;

function tooMany(needs: readonly string[], say: Phrases): string | null {
  return needs.length <= MOST_NEEDS ? null : say.tooManyNeeds(needs.length, MOST_NEEDS);
}

async function textThatCounts(
  { issue, text, labelled }: Asked,
  options: TakingOptions,
  say: Phrases,
  signal: AbortSignal,
): Promise<TextAtLabel> {
  const { createdAt } = labelled;
  if (!isTouchedSince(text, createdAt)) return textAtLabel(text, createdAt, [], say);
  const full = (await options.client.textWithEdits(issue, signal)) ?? text;
  const editors = editorsSince(full, createdAt);
  const strangers = await strangersAmong(editors, issue, options, signal);
  return textAtLabel(full, createdAt, strangers, say);
}

export async function strangersAmong(
  people: readonly (Author | null)[],
  issue: IssueName,
  { authorization }: Pick<TakingOptions, "authorization">,
  signal: AbortSignal,
): Promise<(Author | null)[]> {
  const strangers: (Author | null)[] = [];
  for (const person of people) {
    const verdict = await authorization.judge(issue, person, signal);
    if (verdict.kind === "refused") strangers.push(person);
  }
  return strangers;
}

/** Only what somebody with permission has set: an issue form sets its labels for anybody. */
async function labelsThatCount(
  { issue, events }: Asked,
  options: TakingOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const known = Object.keys(options.meanings);
  const present = issue.labels.filter((label) => known.some((name) => isSameLabel(name, label)));
  const counted: string[] = [];
  for (const label of present) {
    const set = events.findLast(
      (event) => event.kind === "labeled" && isSameLabel(event.label, label),
    );
    const verdict = set && (await options.authorization.judge(issue, set.actor, signal));
    if (verdict?.kind === "allowed") counted.push(label);
  }
  return counted;
}

function ignore(asked: Asked, reason: string, options: TakingOptions): void {
  const nothing = { workflow: DEFAULT_WORKFLOW, priority: null, preset: "{}", params: "{}" };
  const text = { title: asked.text.title, brief: "", needs: [] };
  store(asked, options, { ...nothing, ...text, state: "ignored", reason });
}

interface Taken extends ReturnType<typeof briefOf> {
  readonly workflow: string;
  readonly priority: 0 | 1 | 2 | 3 | null;
  readonly preset: string;
  readonly params: string;
  readonly state: "taken" | "refused" | "ignored";
}

function store(
  { issue, text, labelled }: Asked,
  { database, events, clock }: TakingOptions,
  { needs, ...taken }: Taken,
): void {
  database.transact((tx) => {
    const request = insertRequest(tx, {
      ...taken,
      repository: repositoryRef(issue),
      issue: issue.number,
      generation: labelled.id,
      label: labelled.label,
      actor: labelled.actor?.login ?? "ghost",
      labelledAt: labelled.createdAt,
      seenHash: textHash(text.title, text.body),
      takenAt: clock.now(),
    });
    if (request !== undefined) insertNamedNeeds(tx, request, needs);
  });
  const { reason } = taken;
  if (reason !== null) events.emit("brief.rejected", { source: issueRef(issue), reason });
}
