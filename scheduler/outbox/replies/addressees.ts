import { holdFor, type JobView } from "../job-view.ts";
import { QUESTIONS } from "../questions/defaults.ts";
import type { Command } from "./command.ts";

/** What is to be spent waits for somebody's word. */
export const APPROVAL = "approval";

/** One of an issue's films: each label asks for one. */
export interface Film {
  readonly request: number;
  readonly job: string;
  readonly label: string;
  readonly view: JobView;
}

export type Obeyed = Exclude<Command, { kind: "words" }>;

/**
 * Which of an issue's films, the newest first, a command is for: all that it can be for, or the newest
 * when it is for none. Approvals are given one at a time: each may cost something.
 */
export function addressees(command: Obeyed, films: readonly Film[]): readonly Film[] {
  const found = films.filter(({ view }) => CONCERNS[command.kind](view));
  const most = command.kind === "approve" || found.length === 0 ? 1 : found.length;
  return (found.length > 0 ? found : films).slice(0, most);
}

export const hasEnded = ({ status }: JobView): boolean =>
  status === "done" || status === "failed" || status === "cancelled";

/** The film can be seen, and may be changed. */
export const isThere = ({ status }: JobView): boolean =>
  status === "done" || status === "needs-review";

const hasNotEnded = (view: JobView): boolean => !hasEnded(view);

const CONCERNS: Readonly<Record<Obeyed["kind"], (view: JobView) => boolean>> = {
  approve: (view) => view.status === "needs-review" || holdFor(view, APPROVAL) !== undefined,
  cancel: hasNotEnded,
  priority: hasNotEnded,
  status: hasNotEnded,
  // A film that is there may not be published.
  retry: (view) => view.status === "failed" || isThere(view),
  again: () => true,
  unknown: () => false,
};

/** The newest first. */
export function filmsThatAsk(films: readonly Film[]): readonly Film[] {
  return films.filter(({ view }) => holdFor(view, QUESTIONS) !== undefined);
}

/** People speak of what they can see: the newest film that is there, else the newest that is to come. */
export function filmToChange(films: readonly Film[]): Film | undefined {
  const newest = (fits: (view: JobView) => boolean) => films.find(({ view }) => fits(view));
  return newest(isThere) ?? newest(hasNotEnded) ?? films[0];
}
