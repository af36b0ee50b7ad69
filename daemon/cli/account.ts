import { accessSync, constants, existsSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { OperationalError } from "../../kernel/errors.ts";
import { ownerOf, type Home, type Owner } from "../../kernel/home.ts";
import { liveAs, type Config } from "../config.ts";
import { readHolder } from "../lock.ts";

/**
 * Whom root works as in another's home: the user that its daemon runs as, or that its data belongs to.
 * Undefined for everybody else, and in root's own home.
 */
export function accountIn(home: Home): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = daemonOf(home) ?? ownerOf(home);
  return owner?.uid === 0 ? undefined : owner;
}

function daemonOf(home: Home): Owner | undefined {
  const holder = readHolder(home);
  return holder && statSync(`/proc/${holder.pid}`, { throwIfNoEntry: false });
}

/** What is written for the account's programs, such as `HOME`, is as if they had logged in. */
export function takeUp(account: Owner, { root }: Pick<Home, "root">): void {
  const { username, homedir } = recordOf(account) ?? { username: `${account.uid}`, homedir: root };
  liveAs(username, existsSync(homedir) ? homedir : root);
}

/**
 * Becomes the account, for good: whatever this process makes from now on is theirs. Throws
 * `program-unreachable` where that user could not run Kantoku.
 */
export function become(account: Owner, { home, project }: Pick<Config, "home" | "project">): void {
  const { uid, gid } = account;
  if (recordOf(account)) (process as Grouped).initgroups(uid, gid);
  else process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
  try {
    accessSync(process.execPath, constants.X_OK);
    accessSync(import.meta.filename, constants.R_OK);
  } catch (cause) {
    const words = `The user ${uid}, whose home ${home.root} is, can't reach the program in ${project}.`;
    const hint = "Put the program, and Node, where everybody may read them, such as /opt.";
    throw new OperationalError("program-unreachable", words, { hint, cause });
  }
}

/** Node's types leave it out. */
type Grouped = NodeJS.Process & { initgroups(user: number, group: number): void };

/** Node tells of whom we act as; undefined for a number without a name. */
function recordOf({ uid }: Owner): { username: string; homedir: string } | undefined {
  process.seteuid?.(uid);
  try {
    return userInfo();
  } catch {
    return undefined;
  } finally {
    process.seteuid?.(0);
  }
}
