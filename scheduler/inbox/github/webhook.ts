import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Bell } from "./bell.ts";
import { otherNames, insertDelivery } from "./statements.ts";

/** A delivery of GitHub's, as it came. */
export interface Delivery {
  /** `X-GitHub-Delivery`: the same when GitHub sends it again. */
  readonly id: string | undefined;
  /** `X-Hub-Signature-256` */
  readonly signature: string | undefined;
  readonly body: Uint8Array;
}

/** What became of it: `heeded` makes the next look come at once. */
export type Heard = "heeded" | "known" | "forged" | "unreadable";

export interface WebhookOptions {
  readonly secret: string;
  readonly database: Database;
  readonly bell: Bell;
  readonly clock: Clock;
}

/** GitHub redelivers for three days. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

const Payload = z.object({ repository: z.object({ full_name: z.string() }).optional() });

/** A delivery is a hint and nothing more: what happened is read from GitHub itself. */
export function hear(delivery: Delivery, options: WebhookOptions): Heard {
  const { id, signature, body } = delivery;
  const { secret, database, clock } = options;
  if (!isSigned(body, signature, secret)) return "forged";
  const payload = Payload.safeParse(readJson(body));
  if (!payload.success || !id || id.length > 100) return "unreadable";
  const now = clock.now();
  const isNew = insertDelivery(database, { id, now, forgetBefore: now - REMEMBERED_MS });
  if (!isNew) return "known";
  const repository = payload.data.repository?.full_name;
  if (repository !== undefined) ringFor(repository, options);
  return "heeded";
}

/** The inbox listens to names in the settings, which may be older ones. */
function ringFor(repository: string, { database, bell }: WebhookOptions): void {
  for (const name of [repository, ...otherNames(database, repository)]) bell.ring(name);
}

/** In constant time, so that nobody can guess the signature byte by byte. */
function isSigned(body: Uint8Array, signature: string | undefined, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(signature ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}
