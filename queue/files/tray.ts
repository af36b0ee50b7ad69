import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Clock } from "../../kernel/clock.ts";
import { codeOf, OperationalError } from "../../kernel/errors.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import { isSettled, readJsonFile, type Reading } from "./json-file.ts";
import { reject } from "./rejection.ts";
import { rethrow } from "./unusable.ts";

export interface TrayOptions {
  /** Of the door, for its fault points. */
  readonly name: string;
  /** Where others put `*.json`, best by renaming a finished file into it. */
  readonly folder: string;
  readonly rejected: string;
  readonly clock: Clock;
}

/** A JSON file that was taken out of the tray. */
export interface TakenFile {
  readonly name: string;
  readonly value: unknown;
  /** Its own: two files that look the same differ in it, one file after a crash does not. */
  readonly identity: string;
  /** What was noted on it; a note outlives a crash. */
  readonly note: string | undefined;
  /** `note` consists of small letters and digits. */
  annotate(note: string): void;
}

/** Uses the file; answers the reason when it must be rejected. */
export type Deliver = (file: TakenFile) => Promise<string | undefined>;

/** A whole message with a payload that a row can't hold, and then some. */
const MAX_BYTES = 4 * 1024 * 1024;

const NEW = "new";

/**
 * A folder into which others put files, each of which is delivered and then removed. A file is
 * first taken (moved into `.taken/`, out of reach of whoever writes another of the same name).
 * After a crash it is found there and delivered again, with the same identity and its note.
 */
export class Tray {
  readonly #options: TrayOptions;
  readonly #taken: string;

  constructor(options: TrayOptions) {
    this.#options = options;
    this.#taken = join(options.folder, ".taken");
    mkdirSync(this.#taken, { recursive: true });
    mkdirSync(options.rejected, { recursive: true });
  }

  /**
   * Delivers what a crash left behind, then what has come since. One bad file hinders no other:
   * the first failure is thrown at the end. Answers how many files are not whole yet.
   */
  async empty(deliver: Deliver): Promise<number> {
    const failures: unknown[] = [];
    let unsettled = 0;
    for (const take of this.#takings()) {
      try {
        const place = take();
        if (place === undefined) unsettled += 1;
        else await this.#deliver(place, deliver);
      } catch (error) {
        // A queue that fails would fail for the next file too.
        if (error instanceof OperationalError || codeOf(error) === undefined) throw error;
        failures.push(error);
      }
    }
    if (failures.length > 0) rethrow(this.#options.folder, failures[0]);
    return unsettled;
  }

  /** Each answers the folder of a taken file, undefined when that is not whole yet. */
  #takings(): (() => string | undefined)[] {
    const { folder } = this.#options;
    try {
      const left = readdirSync(this.#taken).map((name) => () => join(this.#taken, name));
      return [...left, ...arrivals(folder).map((name) => () => this.#take(join(folder, name)))];
    } catch (cause) {
      rethrow(folder, cause);
    }
  }

  #take(path: string): string | undefined {
    const { name, clock } = this.#options;
    if (!isSettled(readJsonFile(path, MAX_BYTES), clock.now())) return undefined;
    const place = mkdtempSync(join(this.#taken, `${NEW}-`));
    try {
      renameSync(path, join(place, basename(path)));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error; // Taken away again: the place stays empty.
    }
    faultPoint(`${name}.taken`);
    return place;
  }

  async #deliver(place: string, deliver: Deliver): Promise<void> {
    let at = place;
    const annotate = (note: string): void => {
      const noted = join(this.#taken, basename(at).replace(/^[^-]*/, note));
      renameSync(at, noted);
      at = noted;
      faultPoint(`${this.#options.name}.noted`);
    };
    const [name] = readdirSync(place);
    if (name !== undefined) {
      const reading = readJsonFile(join(place, name), MAX_BYTES);
      const reason =
        reading.kind === "json"
          ? await deliver({ ...reading, name, note: noteOf(place), annotate })
          : whyNot(reading);
      if (reason !== undefined) this.#reject(join(at, name), reason);
      faultPoint(`${this.#options.name}.delivered`);
    }
    rmSync(at, { recursive: true, force: true });
  }

  #reject(path: string, reason: string): void {
    const { folder, rejected } = this.#options;
    reject(path, reason, { rejected, kept: join(folder, ".kept") });
  }
}

function noteOf(place: string): string | undefined {
  const note = basename(place).split("-")[0];
  return note === NEW ? undefined : note;
}

function whyNot(reading: Exclude<Reading, { readonly kind: "json" }>): string | undefined {
  return reading.kind === "gone" ? undefined : reading.reason;
}

function arrivals(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .toSorted();
}
