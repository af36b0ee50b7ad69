import type { IssueState } from "./world.ts";

/** How issues were after each change: GitHub may answer from a copy that lags behind. */
export class History {
  readonly #moments = new Map<IssueState, { at: number; issue: IssueState }[]>();

  keep(issue: IssueState, at: number): void {
    const moments = this.#moments.get(issue) ?? [];
    moments.push({ at, issue: { ...issue, labels: new Map(issue.labels) } });
    this.#moments.set(issue, moments);
  }

  /** As it was then, without its last `hidden` changes; undefined before it was opened. */
  shown(issue: IssueState, until: number, hidden: number): IssueState | undefined {
    const moments = this.#moments.get(issue) ?? [];
    const known = moments.slice(0, moments.length - hidden).filter(({ at }) => at <= until);
    if (known.length === moments.length) return issue;
    return known.at(-1)?.issue;
  }
}
