import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import type { Queue } from "../queue.ts";
import { Answer, repliesOf, tell } from "./answer.ts";
import { refusalOf } from "./message-file.ts";
import { lateness, wasApplied, type Held } from "./plan.ts";
import { withdraw } from "./post.ts";
import { Tray, type TakenFile } from "./tray.ts";

export interface AnswersOptions {
  /** The agent's; answers come into `acks/` in it, bad ones go to `rejected/`. */
  readonly folder: string;
  readonly worker: string;
  readonly queue: Pick<Queue, "ack" | "nack" | "release" | "snooze" | "find">;
  readonly clock: Clock;
}

/**
 * The answers of one foreign agent. The queue's fence alone decides which of them count. One that
 * is about to be told is noted first: found again after a crash without its lease, it was told.
 */
export class Answers {
  readonly #options: AnswersOptions;

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  /**
   * Tells the queue what has come, and takes what was answered off `leases`. Makes the folders
   * when the agent is served. Answers how many files are not whole yet.
   */
  async hear(leases: Map<string, Held>, isServed: boolean): Promise<number> {
    const { folder, clock } = this.#options;
    const acks = join(folder, "acks");
    if (!isServed && !existsSync(acks)) return 0;
    const tray = new Tray({
      name: "file-outbox",
      folder: acks,
      rejected: join(folder, "rejected"),
      clock,
    });
    return tray.empty((file) => this.#deliver(file, leases));
  }

  async #deliver(file: TakenFile, leases: Map<string, Held>): Promise<string | undefined> {
    const parsed = Answer.safeParse(file.value);
    if (!parsed.success) return z.prettifyError(parsed.error);
    const answer = parsed.data;
    const lease = leases.get(answer.id);
    const held = lease?.token === answer.token ? lease : undefined;
    if (held && lacksReplyTo(answer, held)) return `"result": the message has no replyTo.`;
    if (held) file.annotate(`attempt${held.attempt}`);
    else if (await this.#wasApplied(file, answer)) return undefined;
    return this.#tell(answer, held, leases);
  }

  async #tell(
    answer: Answer,
    held: Held | undefined,
    leases: Map<string, Held>,
  ): Promise<string | undefined> {
    const { queue, worker, folder } = this.#options;
    let told: Awaited<ReturnType<typeof tell>> = "lost";
    const refusal = await refusalOf(async () => {
      told = await tell(queue, answer, repliesOf(answer, held, worker));
    });
    if (refusal !== undefined) return refusal;
    faultPoint("file-outbox.told");
    if (held) leases.delete(answer.id);
    if (told === "lost") return lateness(answer.id, await queue.find(answer.id), worker);
    withdraw(folder, answer.id);
    faultPoint("file-outbox.withdrawn");
    return undefined;
  }

  async #wasApplied({ note }: TakenFile, { id, outcome }: Answer): Promise<boolean> {
    if (note === undefined) return false;
    const { queue, worker } = this.#options;
    const attempt = Number(note.slice("attempt".length));
    return wasApplied({ outcome, attempt, view: await queue.find(id), worker });
  }
}

function lacksReplyTo(answer: Answer, { replyTo }: Held): boolean {
  return answer.outcome === "done" && answer.result !== undefined && replyTo === null;
}
