import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import { failureOf } from "../../kernel/errors.ts";
import type { Events } from "../../kernel/events.ts";
import { repositoryNamed } from "../inbox/github/names.ts";
import type { Ending } from "./job-view.ts";
import type { OutputFile } from "./output-file.ts";
import type { Publishing } from "./publisher.ts";
import type { Sheet } from "./sheet.ts";
import {
  forgetFailedPublications,
  publicationsOf,
  recordPublication,
  reopenSheet,
  type OpenSheetRow,
  type PublicationRow,
} from "./statements.ts";

/** Publishes the first of a job's files that is not published yet, and writes down where it is. */
export async function publishNext(
  { request, job, repository }: OpenSheetRow,
  { tongue }: Pick<Sheet, "tongue">,
  parts: {
    readonly publishing?: Publishing;
    readonly database: Database;
    readonly clock: Clock;
    readonly events: Events;
  },
  signal: AbortSignal,
): Promise<void> {
  const { publishing, database, clock, events } = parts;
  if (!publishing || job === null) return;
  const known = publicationsOf(database, request);
  const file = (await publishing.filesOf(job)).find((each) => !publicationOf(each, known));
  if (!file) return;
  const { output, sha256 } = file;
  const published = await publishing.publish(repositoryNamed(repository), file, tongue, signal);
  const { url, remark, isKept = false, refusal } = published;
  const place = { url, remark, isKept: isKept ? (1 as const) : (0 as const) };
  const publication = { request, output, sha256, ...place, now: clock.now() };
  database.transact((tx) => recordPublication(tx, publication));
  if (!refusal) return;
  events.emit("service.failed", { service: "github-outbox", ...failureOf(refusal), failures: 1 });
}

/** Tries again what could not be published of a finished film; false when there is nothing. */
export function publishAgain(database: Database, job: string): boolean {
  return database.transact((tx) => {
    const isWanted = forgetFailedPublications(tx, job);
    if (isWanted) reopenSheet(tx, job);
    return isWanted;
  });
}

/** How many of a job's files are still to be published, and how many could not be. */
export async function publicationState(
  request: number,
  job: string,
  { publishing, database }: { readonly publishing?: Publishing; readonly database: Database },
): Promise<{ readonly pending: number; readonly refused: number }> {
  const known = publicationsOf(database, request);
  const files = (await publishing?.filesOf(job)) ?? [];
  const published = files.flatMap((file) => publicationOf(file, known) ?? []);
  return {
    pending: files.length - published.length,
    refused: published.filter(isRefused).length,
  };
}

/** The end of a job with its files where people can see them, as far as they are: never where only we can. */
export function withPublished(
  ending: Ending,
  files: readonly OutputFile[],
  known: readonly PublicationRow[],
): Ending {
  const placeOf = (output: OutputFile["output"]): string | null => {
    const file = files.find((each) => each.output === output);
    return (file && publicationOf(file, known)?.url) ?? null;
  };
  const published = files.flatMap((file) => publicationOf(file, known) ?? []);
  return {
    ...ending,
    film: placeOf("video"),
    poster: placeOf("poster"),
    captions: placeOf("captions"),
    remarks: published.flatMap(({ url, remark }) => (url === null ? [] : (remark ?? []))),
    refused: published
      .filter(isRefused)
      .map(({ output, remark }) => ({ output, reason: remark ?? "" })),
    isKept: published.some(({ isKept }) => isKept === 1),
    unpublished: files.length - published.length,
  };
}

function isRefused({ url, isKept }: PublicationRow): boolean {
  return url === null && isKept === 0;
}

function publicationOf(
  { output, sha256 }: OutputFile,
  known: readonly PublicationRow[],
): PublicationRow | undefined {
  return known.find((each) => each.output === output && each.sha256 === sha256);
}
