import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { watch, type FSWatcher } from "chokidar";
import { inStep, systemClock, type Clock } from "../../kernel/clock.ts";
import { failureOf, formatProblem, type Problem } from "../../kernel/errors.ts";
import type { Events } from "../../kernel/events.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import { loop, type LoopOptions, type Service } from "../../kernel/service.ts";
import { admissionKey, type JobSource } from "../job.ts";
import { looksSettled, type Sighting } from "./folder/settled.ts";
import { moveTo, namesIn, readBrief, writeReason, type BriefFile } from "./folder/files.ts";

/**
 * Makes a job of a brief's text, or says what is wrong with it. Under one `admissionKey` it must
 * answer the same job however often it is asked: a crash may make it asked again.
 */
export type AdmitText = (
  text: Uint8Array,
  from: { readonly source: JobSource; readonly admissionKey: string },
) => Promise<{ readonly job: string } | { readonly problems: readonly Problem[] }>;

export interface FolderInboxOptions {
  /** `data/inbox/briefs`. Names that begin with a dot, and other names than `*.md`, are left alone. */
  readonly folder: string;
  /** Where taken files go, as `<job>-<name>`; default `accepted` beside `folder`. */
  readonly accepted?: string;
  /** Where refused files go, with `<name>.reason.txt`; default `rejected` beside `folder`. */
  readonly rejected?: string;
  readonly admitText: AdmitText;
  readonly events: Events;
  readonly clock?: Clock;
}

/** Watching is quick, looking is certain: a lost notice costs this long at most. */
const LOOK_EVERY_MS = 2_000;
/** Where the system gives no watch. */
const BLIND_LOOK_EVERY_MS = 1_000;
/** While a file may still be growing. */
const LOOK_AGAIN_MS = 100;

/**
 * Turns dropped files into jobs, each exactly once. A file stays in the folder until its job is
 * stored, and the job's key is the file's content, name and time of change: after a crash in between
 * the same file leads to the same job. To run a brief again, drop it again.
 *
 *   briefs/film.md ──(unchanged for 2 s)────▶ job ──▶ accepted/<job>-film.md
 *                 └──(refused)──▶ rejected/film.md.reason.txt, rejected/film.md
 */
export function folderInbox(options: FolderInboxOptions): Service {
  const { folder, clock = systemClock, events } = options;
  const name = "folder-inbox";
  const inbox: Inbox = {
    ...options,
    accepted: options.accepted ?? join(dirname(folder), "accepted"),
    rejected: options.rejected ?? join(dirname(folder), "rejected"),
  };
  const sightings = new Map<string, Sighting>();
  return {
    name,
    run: async (signal) => {
      mkdirSync(folder, { recursive: true });
      const watcher = watch(folder, { depth: 0, followSymlinks: false });
      // Too many watches, say: polling goes on without.
      let everyMs = LOOK_EVERY_MS;
      watcher.on("error", () => (everyMs = BLIND_LOOK_EVERY_MS));
      const turn = async (): Promise<number> => {
        const isGrowing = await look(inbox, sightings, clock.now());
        return isGrowing ? LOOK_AGAIN_MS : inStep(everyMs, clock.now());
      };
      try {
        await loop(name, turn, {
          clock,
          wake: bellOf(watcher),
          onFailure: (error, failures) =>
            events.emit("service.failed", { service: name, ...failureOf(error), failures }),
        }).run(signal);
      } finally {
        await watcher.close();
      }
    },
  };
}

/** Resolves at the next notice, at once when one came since the last rest. */
function bellOf(watcher: FSWatcher): NonNullable<LoopOptions["wake"]> {
  let hasRung = false;
  let hear = (): void => {};
  watcher.on("all", () => {
    hasRung = true;
    hear();
  });
  return async (rest) => {
    if (!hasRung) {
      await new Promise<void>((resolve) => {
        hear = resolve;
        rest.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    hasRung = false;
  };
}

interface Inbox extends FolderInboxOptions {
  readonly accepted: string;
  readonly rejected: string;
}

/** Takes every settled file; answers whether another may still be growing. */
async function look(inbox: Inbox, sightings: Map<string, Sighting>, now: number): Promise<boolean> {
  const names = namesIn(inbox.folder);
  for (const name of sightings.keys()) if (!names.includes(name)) sightings.delete(name);
  let isGrowing = false;
  for (const name of names) {
    if (looksSettled(join(inbox.folder, name), sightings, now)) {
      sightings.delete(name);
      await take(inbox, name);
    } else isGrowing = true;
  }
  return isGrowing;
}

async function take(inbox: Inbox, name: string): Promise<void> {
  const read = readBrief(join(inbox.folder, name));
  if (read.kind === "gone") return;
  if (read.kind === "refused") return reject(inbox, name, [read.problem]);
  const source = { kind: "folder", ref: refOf(name, read) } as const;
  const key = { source, admissionKey: admissionKey(source) };
  const answer = await inbox.admitText(read.text, key);
  faultPoint("folder-inbox.after-admission");
  if ("problems" in answer) return reject(inbox, name, answer.problems);
  moveTo(join(inbox.folder, name), join(inbox.accepted, `${answer.job}-${name}`));
  faultPoint("folder-inbox.after-move");
}

/** `film.md@3fa9…`: the name for people, the digest for what makes this drop another one. */
const refOf = (name: string, { digest }: BriefFile): string => `${name}@${digest}`;

/** The reason is there before the file is: nobody finds a refused file without one. */
function reject(inbox: Inbox, name: string, problems: readonly Problem[]): void {
  const reason = problems.map(formatProblem).join("\n");
  const target = writeReason(inbox.rejected, name, reason);
  faultPoint("folder-inbox.after-reason");
  moveTo(join(inbox.folder, name), target);
  inbox.events.emit("brief.rejected", { source: `folder:${basename(name)}`, reason });
}
