import { repositoryNamed, type IssueName } from "../inbox/github/names.ts";
import type { Sheet } from "./sheet.ts";
import type { OpenSheetRow } from "./statements.ts";

/** One thing done to an issue on the way to what it should show. */
export type Touch = (row: OpenSheetRow, sheet: Sheet, signal: AbortSignal) => Promise<void> | void;

export function issueOf({ repository, issue }: OpenSheetRow): IssueName {
  return { ...repositoryNamed(repository), number: issue };
}
