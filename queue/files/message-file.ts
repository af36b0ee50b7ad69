import { z } from "zod";
import { InputError } from "../../kernel/errors.ts";
import type { NewMessage } from "../queue.ts";
import type { TakenFile } from "./tray.ts";

/** A message as a file holds it: the fields of `NewMessage`, whose limits the queue itself checks. */
export const MessageFields = z.strictObject({
  topic: z.string(),
  payload: z.unknown(),
  priority: z.literal([0, 1, 2, 3]).optional(),
  delayMs: z.number().optional(),
  dedupeKey: z.string().optional(),
  dedupeWindowMs: z.number().optional(),
  orderingKey: z.string().optional(),
  startByMs: z.number().optional(),
  deadlineMs: z.number().optional(),
  attemptTimeoutMs: z.number().optional(),
  correlationId: z.string().optional(),
  replyTo: z.string().optional(),
  traceId: z.string().optional(),
  source: z.string().optional(),
  maxAttempts: z.number().optional(),
});

const MessageFile = MessageFields.refine(
  (message) => message.dedupeWindowMs === undefined || message.dedupeKey !== undefined,
  { path: ["dedupeWindowMs"], error: "needs a dedupeKey" },
);

/** Longer than any crash lasts, short enough that keys of files don't pile up. */
const OWN_KEY_WINDOW_MS = 30 * 24 * 3_600_000;
const LONGEST_SOURCE = 200;

/** The message in a file, or the reason why there is none. */
export function messageIn(
  file: Pick<TakenFile, "name" | "value" | "identity">,
): { readonly message: NewMessage } | { readonly reason: string } {
  const parsed = MessageFile.safeParse(file.value);
  if (!parsed.success) return { reason: z.prettifyError(parsed.error) };
  const own = { dedupeKey: `file:${file.identity}`, dedupeWindowMs: OWN_KEY_WINDOW_MS };
  const key = parsed.data.dedupeKey === undefined ? own : {};
  return { message: { source: sourceOf(file.name), ...parsed.data, ...key } as NewMessage };
}

/** Undefined when the queue accepted what it was told, else what it finds wrong with it. */
export async function refusalOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** Control characters in a name would reach the terminal of whoever lists messages. */
function sourceOf(name: string): string {
  return `file:${name.replace(/\p{Cc}/gu, "?").slice(0, LONGEST_SOURCE)}`;
}
