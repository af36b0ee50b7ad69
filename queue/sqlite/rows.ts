/** A message as the row that it is. */
export interface MessageRow {
  readonly number: number;
  readonly topic: string;
  readonly state: MessageState;
  readonly priority: number;
  readonly sent_at: number;
  readonly not_before: number;
  readonly turn: number | null;
  readonly expires_at: number | null;
  readonly deadline_at: number | null;
  readonly attempt_timeout: number | null;
  readonly ordering_key: string | null;
  readonly dedupe_key: string | null;
  readonly correlation_id: string | null;
  readonly reply_to: string | null;
  readonly trace_id: string | null;
  readonly source: string | null;
  readonly published_on: string | null;
  readonly max_attempts: number;
  readonly attempts: number;
  readonly losses: number;
  readonly lease_token: string | null;
  readonly leased_until: number | null;
  readonly worker: string | null;
  readonly leased_at: number | null;
  readonly finished_at: number | null;
  readonly last_error: string | null;
  readonly payload: string | null;
  readonly blob: string | null;
}

/** The first four are what users know as `waiting`. */
export type MessageState =
  | "arrived"
  | "ready"
  | "delayed"
  | "behind"
  | "leased"
  | "done"
  | "dead"
  | "cancelled";

/** A row in state `leased`, as the schema's checks guarantee it. */
export interface LeasedRow extends MessageRow {
  readonly lease_token: string;
  readonly leased_until: number;
  readonly worker: string;
  readonly leased_at: number;
}

export const idOf = ({ number }: { readonly number: number }): string => `${number}`;

/** A number that no message has, for what can't be an id. */
const NOBODY = -1;

export function numberOf(id: string): number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : NOBODY;
}
