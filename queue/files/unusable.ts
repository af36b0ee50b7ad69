import { codeOf, messageOf, OperationalError } from "../../kernel/errors.ts";

/** Throws a failure of the file system as one that may pass, and any other as it is. */
export function rethrow(folder: string, cause: unknown): never {
  if (cause instanceof OperationalError || codeOf(cause) === undefined) throw cause;
  const message = `The folder ${folder} failed: ${messageOf(cause)}`;
  throw new OperationalError("folder-unusable", message, {
    hint: "Check the permissions of the folder, of what is in it and of the rejected files, and the disk.",
    cause,
  });
}
