import { lstatSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { InputError } from "../../kernel/errors.ts";
import type { TopicCatalog } from "../catalog.ts";
import { topic } from "../message.ts";
import { isSettled, readJsonFile, type Reading } from "./json-file.ts";
import { removeReason, writeReason } from "./rejection.ts";

const MAX_BYTES = 64 * 1024;
const DAY_MS = 24 * 3_600_000;

/** What a foreign agent says in its `agent.json`. */
const Announcement = z.strictObject({
  topics: z.array(z.string()).min(1).max(100),
  /** Messages that it is given at once. */
  max: z.int().min(1).max(100).default(1),
  /** How long it has a message without touching its file; the folder is looked at every second. */
  leaseMs: z.int().min(2_000).max(DAY_MS).default(60_000),
});
export type Announcement = z.infer<typeof Announcement>;

/** Safe in a path, in a shell without quotes, and as the name of a worker. */
const AGENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Why no agent can have a folder of this name; undefined when one can. */
export function nameRefusal(name: string): string | undefined {
  if (AGENT_NAME.test(name)) return undefined;
  return (
    `The folder's name ${JSON.stringify(name)} can't be an agent's: rename it to 1 to 64 letters, ` +
    "digits, dots, underscores and dashes, the first a letter or digit."
  );
}

export const ANNOUNCEMENT_FILE = "agent.json";

export interface AnnouncementOptions {
  /** The agent's. */
  readonly folder: string;
  readonly catalog: TopicCatalog;
  readonly clock: Clock;
}

/** The `agent.json` of one folder, read again whenever it changes. */
export class AnnouncementFile {
  readonly #path: string;
  readonly #options: AnnouncementOptions;
  #seen: string | undefined;
  #announcement: Announcement | undefined;
  #isUnsettled = false;

  constructor(options: AnnouncementOptions) {
    this.#path = join(options.folder, ANNOUNCEMENT_FILE);
    this.#options = options;
  }

  /** Whether the file is in the making, so that it should be read again soon. */
  get isUnsettled(): boolean {
    return this.#isUnsettled;
  }

  /**
   * What the agent asks for; undefined when it is not to be served. A bad file is answered by a
   * reason beside it, one in the making leaves things as they were.
   */
  read(): Announcement | undefined {
    const stamp = stampOf(this.#path);
    if (stamp === this.#seen) return this.#announcement;
    const reading = readJsonFile(this.#path, MAX_BYTES);
    this.#isUnsettled = !isSettled(reading, this.#options.clock.now());
    if (this.#isUnsettled) return this.#announcement;
    this.#announcement = this.#judge(reading);
    this.#seen = stamp;
    return this.#announcement;
  }

  #judge(reading: Reading): Announcement | undefined {
    if (reading.kind === "broken" || reading.kind === "bad") return this.#refuse(reading.reason);
    if (reading.kind === "gone") return this.#accept(undefined);
    const parsed = Announcement.safeParse(reading.value);
    if (!parsed.success) return this.#refuse(z.prettifyError(parsed.error));
    const refusal = topicsRefusal(parsed.data.topics, this.#options.catalog);
    return refusal === undefined ? this.#accept(parsed.data) : this.#refuse(refusal);
  }

  #accept(announcement: Announcement | undefined): Announcement | undefined {
    removeReason(this.#path);
    return announcement;
  }

  #refuse(reason: string): undefined {
    writeReason(this.#path, reason);
  }
}

/** Changes whenever the file does; undefined without one. */
function stampOf(path: string): string | undefined {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.ino}:${stats.mtimeNs}:${stats.ctimeNs}:${stats.size}`;
}

/** Says what is wrong with the first topic that can't exist. */
function topicsRefusal(topics: readonly string[], catalog: TopicCatalog): string | undefined {
  try {
    for (const name of topics) catalog.policyOf(topic("topics", name));
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
