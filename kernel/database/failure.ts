import { codeOf, OperationalError } from "../errors.ts";

const UNUSABLE: Readonly<Record<string, string>> = {
  SQLITE_BUSY: "Another process holds the database; it is tried again.",
  SQLITE_PROTOCOL: "Too many processes open the database at once; it is tried again.",
  SQLITE_FULL: "The disk is full: free some space; nothing was lost.",
  SQLITE_READONLY: "The database file or its folder is read-only: mend its permissions.",
  SQLITE_CANTOPEN: "Check that the folder exists, is writable, and that the disk is not full.",
  SQLITE_IOERR: "The disk failed or is full: see the system log.",
};

const DAMAGED: Readonly<Record<string, string>> = {
  SQLITE_CORRUPT: "the file contradicts itself",
  SQLITE_NOTADB: "the file is no database",
};

/** Turns SQLite's environmental failures into operational ones; constraint violations stay bugs. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = codeOf(cause);
    const damage = find(DAMAGED, code);
    if (damage !== undefined) throw damaged(path, `${damage} (${code})`, cause);
    const hint = find(UNUSABLE, code);
    if (hint === undefined) throw cause;
    const message = `The database ${path} failed (${code}).`;
    throw new OperationalError("database-unusable", message, { hint, cause });
  }
}

/** What everybody says of a damaged file, whoever finds it. */
export function damaged(path: string, finding: string, cause?: unknown): OperationalError {
  return new OperationalError("database-damaged", `The database ${path} is damaged: ${finding}.`, {
    hint: "It was left as it is. Stop Kantoku and restore a backup: docs/operations.md, “A damaged database”.",
    cause,
  });
}

/** Codes are extended ones, such as `SQLITE_IOERR_WRITE`. */
function find(words: Readonly<Record<string, string>>, code: string | undefined) {
  const prefix = Object.keys(words).find((known) => code?.startsWith(known));
  return prefix === undefined ? undefined : words[prefix];
}
