/** State labels are a one-hot view of a job's status: at most one of them is on the issue. */

export const STATE_LABELS = ["queued", "running", "needs-review", "done", "failed"] as const;
export type StateLabel = (typeof STATE_LABELS)[number];

export type JobStatus =
  | "queued"
  | "waiting"
  | "running"
  | "needs-review"
  | "done"
  | "failed"
  | "cancelled";

/** The state to show; a cancelled job shows none. */
export function stateLabelOf(status: JobStatus): StateLabel | null {
  if (status === "cancelled") return null;
  return status === "waiting" ? "queued" : status;
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
