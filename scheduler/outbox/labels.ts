/** State labels are a one-hot view of a job's status: at most one of them is on the issue. */

export const STATE_LABELS = [
  "queued",
  "running",
  "needs-info",
  "needs-review",
  "done",
  "failed",
] as const;
export type StateLabel = (typeof STATE_LABELS)[number];

export type JobStatus =
  | "queued"
  | "waiting"
  | "running"
  | "needs-review"
  | "done"
  | "failed"
  | "cancelled";

/** What only a person can give, on the issue itself; a job waits for other things in the queue. */
const ASKED_OF_PEOPLE: ReadonlySet<string> = new Set(["questions", "approval"]);

/** The state to show; a cancelled job shows none. `causes` are what a waiting job waits for. */
export function stateLabelOf(status: JobStatus, causes: readonly string[] = []): StateLabel | null {
  if (status === "cancelled") return null;
  if (status !== "waiting") return status;
  return causes.some((cause) => ASKED_OF_PEOPLE.has(cause)) ? "needs-info" : "queued";
}

/** What has to change on an issue that carries `present` so that it shows `wanted` alone. */
export function labelChanges(
  present: readonly string[],
  wanted: StateLabel | null,
  prefix: string,
): { readonly add: string | null; readonly remove: readonly string[] } {
  const name = wanted === null ? null : `${prefix}${wanted}`;
  const states = new Set(STATE_LABELS.map((state) => `${prefix}${state}`.toLowerCase()));
  const shown = present.filter((label) => states.has(label.toLowerCase()));
  const isShown = shown.some((label) => label.toLowerCase() === name?.toLowerCase());
  return {
    add: isShown ? null : name,
    remove: shown.filter((label) => label.toLowerCase() !== name?.toLowerCase()),
  };
}

/** What the hash of a sheet in this state begins with. */
export function stateMark(label: StateLabel | null): string {
  return `${label ?? ""}:`;
}

/** Whether two sheets tell the same state, by their hashes. */
export function isSameState(a: string, b: string): boolean {
  return a.slice(0, a.indexOf(":") + 1) === b.slice(0, b.indexOf(":") + 1);
}
