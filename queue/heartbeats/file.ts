import { renameSync, rmSync, statSync } from "node:fs";
import type { Database } from "../../kernel/database.ts";
import { codeOf, messageOf, operationalOf } from "../../kernel/errors.ts";

/** A database of no lasting worth: a damaged one makes way for a new one. */
export interface RenewableFile extends Disposable {
  /** Work that meets damage is done again, on the new file. */
  use<T>(work: (database: Database) => T): T;
}

/**
 * Opens the file at `path` by `open`. A damaged one is put aside (`…-damaged`), at the opening and at any
 * later use, and `onRenewal` is told why. Other processes still have the old one open: each finds at its next
 * use that another has come, and follows.
 *
 * SQLite leaves alone what lies at the path of a file that was moved: closing the old one takes no log from
 * the new one.
 */
export function openRenewable(
  path: string,
  open: () => Database,
  onRenewal: (reason: string) => void,
): RenewableFile {
  let current = openAnew(path, open, onRenewal);
  const renew = (reason: string): void => {
    const old = current;
    current = openAnew(path, open, onRenewal);
    old.database.close();
    onRenewal(reason);
  };
  return {
    use(work) {
      if (isReplaced(path, current)) renew("another process has put a damaged file aside");
      try {
        return work(current.database);
      } catch (error) {
        if (codeOf(error) !== "database-damaged") throw error;
        putAside(path, current.identity);
        renew(messageOf(error));
        return work(current.database);
      }
    },
    [Symbol.dispose]: () => current.database.close(),
  };
}

interface Opened {
  readonly database: Database;
  /** Undefined when it was gone again at once. */
  readonly identity: string | undefined;
}

/** Others may put aside or make one at the same moment. */
const MOST_TRIES = 3;

function openAnew(path: string, open: () => Database, onRenewal: (reason: string) => void): Opened {
  for (let tries = 1; ; tries += 1) {
    const before = identityOf(path);
    try {
      const database = open();
      const identity = identityOf(path);
      const isThis = before === undefined || before === identity;
      if (isThis || tries >= MOST_TRIES) return { database, identity };
      database.close();
    } catch (error) {
      if (codeOf(error) !== "database-damaged" || tries >= MOST_TRIES) throw error;
      putAside(path, before);
      onRenewal(messageOf(error));
    }
  }
}

/** Of one that was removed by hand, the last users work on without a name; no folder is made again for it. */
function isReplaced(path: string, { identity }: Opened): boolean {
  const now = identityOf(path);
  return now !== undefined && now !== identity;
}

function identityOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}`;
}

/** Unless another has done so. Its log goes first: beside a new file it would be a stranger's. */
function putAside(path: string, identity: string | undefined): void {
  if (identityOf(path) !== identity) return;
  try {
    rename(`${path}-wal`, `${path}-damaged-wal`);
    rmSync(`${path}-shm`, { force: true });
    rename(path, `${path}-damaged`);
  } catch (error) {
    throw operationalOf(error) ?? error;
  }
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}
