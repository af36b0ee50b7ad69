import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import { repositoryNamed } from "../inbox/github/names.ts";
import type { Ending } from "./job-view.ts";
import type { OutputFile } from "./output-file.ts";
import type { Publishing } from "./publisher.ts";
import type { Sheet } from "./sheet.ts";
import {
  publicationsOf,
  recordPublication,
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
  },
  signal: AbortSignal,
): Promise<void> {
  const { publishing, database, clock } = parts;
  if (!publishing || job === null) return;
  const known = publicationsOf(database, request);
  const file = (await publishing.filesOf(job)).find((each) => !publicationOf(each, known));
  if (!file) return;
  const { output, sha256 } = file;
  const published = await publishing.publish(repositoryNamed(repository), file, tongue, signal);
  const publication = { request, output, sha256, ...published, now: clock.now() };
  database.transact((tx) => recordPublication(tx, publication));
}

/** The end of a job with its files where people can see them, as far as they are. */
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
    film: placeOf("video") ?? ending.film,
    poster: placeOf("poster"),
    captions: placeOf("captions"),
    remarks: published.flatMap(({ remark }) => remark ?? []),
    unpublished: files.length - published.length,
  };
}

function publicationOf(
  { output, sha256 }: OutputFile,
  known: readonly PublicationRow[],
): PublicationRow | undefined {
  return known.find((each) => each.output === output && each.sha256 === sha256);
}
