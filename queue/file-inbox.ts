import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join, parse } from "node:path";
import { systemClock, type Clock } from "../kernel/clock.ts";
import { codeOf, messageOf, OperationalError } from "../kernel/errors.ts";
import { faultPoint } from "../kernel/fault-points.ts";
import { writeFileAtomically } from "../kernel/files.ts";
import { loop, type LoopOptions, type Service } from "../kernel/service.ts";
import { readMessageFile, type Reading } from "./file-message.ts";
import { watchFolder } from "./folder-watch.ts";
import type { Queue } from "./queue.ts";

export interface FileInboxOptions extends Pick<LoopOptions, "onFailure"> {
  /** Where people and scripts put `*.json`, best by renaming a finished file into it. */
  readonly folder: string;
  /** Where bad files go, each with `<name>.reason.txt` beside it. */
  readonly rejected: string;
  readonly queue: Pick<Queue, "send">;
  readonly clock?: Clock;
}

/** How often the folder is read should the watch miss something. */
const EVERY_MS = 1_000;
/** A file that is not JSON and hasn't changed for this long won't become it. */
const SETTLED_AFTER_MS = 1_000;
const LONGEST_NAME_BYTES = 255;

/**
 * The door for shell scripts: a JSON file in the folder becomes a message, exactly once. The file
 * is first taken (moved into `.taken/`, out of reach of whoever writes another of the same name),
 * then sent under a dedupe key of its own, then removed. After a crash in between it is found in
 * `.taken/` and sent again under the same key, which makes no second message.
 */
export function fileInbox(options: FileInboxOptions): Service {
  const { clock = systemClock, onFailure } = options;
  const inbox = new FileInbox({ ...options, clock });
  return {
    name: "file-inbox",
    run: async (signal) => {
      await using folder = await watchFolder(options.folder);
      const wake = (signal: AbortSignal): Promise<void> => folder.changed(signal);
      const turns = loop("file-inbox", () => inbox.empty(), {
        clock,
        wake,
        ...(onFailure && { onFailure }),
      });
      await turns.run(signal);
    },
  };
}

class FileInbox {
  readonly #folder: string;
  readonly #taken: string;
  readonly #rejected: string;
  readonly #queue: Pick<Queue, "send">;
  readonly #clock: Clock;

  constructor({ folder, rejected, queue, clock }: FileInboxOptions & { readonly clock: Clock }) {
    this.#folder = folder;
    this.#taken = join(folder, ".taken");
    this.#rejected = rejected;
    this.#queue = queue;
    this.#clock = clock;
    mkdirSync(this.#taken, { recursive: true });
    mkdirSync(rejected, { recursive: true });
  }

  /** One turn: what a crash left behind, then what has come since. Answers how long to rest. */
  async empty(): Promise<number> {
    try {
      await this.#empty();
      return EVERY_MS;
    } catch (cause) {
      if (cause instanceof OperationalError || codeOf(cause) === undefined) throw cause;
      throw unusable(this.#folder, cause);
    }
  }

  async #empty(): Promise<void> {
    for (const place of readdirSync(this.#taken)) await this.#deliver(join(this.#taken, place));
    for (const name of arrivals(this.#folder)) {
      const path = join(this.#folder, name);
      if (this.#isComplete(readMessageFile(path))) await this.#deliver(this.#take(path));
    }
  }

  #isComplete(reading: Reading): boolean {
    if (reading.kind !== "broken") return reading.kind !== "gone";
    // A time far in the future was copied along with the file: nobody is writing it now.
    return Math.abs(this.#clock.now() - reading.changedAt) >= SETTLED_AFTER_MS;
  }

  /** Answers a folder of the file's own, empty when somebody else has moved the file meanwhile. */
  #take(path: string): string {
    const place = mkdtempSync(join(this.#taken, "file-"));
    try {
      renameSync(path, join(place, basename(path)));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
    faultPoint("file-inbox.taken");
    return place;
  }

  async #deliver(place: string): Promise<void> {
    for (const name of readdirSync(place)) {
      const path = join(place, name);
      const reading = readMessageFile(path);
      if (reading.kind === "message") await this.#queue.send([reading.message]);
      else if (reading.kind !== "gone") this.#reject(path, reading.reason);
      faultPoint("file-inbox.delivered");
    }
    rmSync(place, { recursive: true });
  }

  /** The reason is there before the file is, so that nobody finds a file without one. */
  #reject(path: string, reason: string): void {
    const target = freePath(this.#rejected, basename(path));
    writeFileAtomically(reasonPath(target), `${reason}\n`);
    move(path, target);
  }
}

function unusable(folder: string, cause: unknown): OperationalError {
  return new OperationalError("inbox-unusable", `The inbox ${folder} failed: ${messageOf(cause)}`, {
    hint: "Check the permissions of the inbox and of the folder for rejected files, and the disk.",
    cause,
  });
}

function arrivals(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .toSorted();
}

function freePath(folder: string, name: string): string {
  const { name: stem, ext } = parse(name);
  let path = join(folder, name);
  for (let n = 2; existsSync(path); n += 1) path = join(folder, `${stem}-${n}${ext}`);
  return path;
}

function reasonPath(path: string): string {
  const ending = ".reason.txt";
  const room = LONGEST_NAME_BYTES - 2 * ending.length - 40; // The atomic write's draft is longer.
  const name = Buffer.from(basename(path)).subarray(0, room).toString();
  return join(dirname(path), `${name}${ending}`);
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== "EXDEV") throw error;
    cpSync(from, to, { recursive: true });
    rmSync(from, { recursive: true });
  }
}
