import { codeOf, InputError, OperationalError } from "../../kernel/errors.ts";

/** Rejects with words on what the system has refused while `folder` was written or read. */
export async function explained<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explanation(folder, error);
  }
}

const FULL: readonly (string | undefined)[] = ["ENOSPC", "EDQUOT", "SQLITE_FULL"];
const FORBIDDEN: readonly (string | undefined)[] = ["EACCES", "EPERM", "EROFS"];

function explanation(folder: string, error: unknown): unknown {
  const cause = error instanceof OperationalError ? error.cause : error;
  const code = codeOf(cause);
  if (FULL.includes(code)) return full(folder, error);
  if (error instanceof OperationalError || error instanceof InputError) return error;
  const path = (error as { path?: string }).path ?? folder;
  if (FORBIDDEN.includes(code) || isUnmakeable(error)) return forbidden(path, code, error);
  if (code !== "ENOTDIR") return error;
  return new InputError([{ where: "folder", message: `${path} is no folder` }]);
}

/** `/proc` and its like let nobody make a folder, and call it missing. */
function isUnmakeable(error: unknown): boolean {
  return codeOf(error) === "ENOENT" && (error as { syscall?: string }).syscall === "mkdir";
}

function full(folder: string, cause: unknown): OperationalError {
  return new OperationalError("disk-full", `The disk of ${folder} is full.`, {
    hint: "Nothing was left behind. Free some space there, or take a folder on another disk.",
    cause,
  });
}

function forbidden(path: string, code: string | undefined, cause: unknown): OperationalError {
  const words = `${path} can't be used (${code}).`;
  const hint = "Mend its permissions, take another folder, or run as the owner of the home.";
  return new OperationalError("no-permission", words, { hint, cause });
}
