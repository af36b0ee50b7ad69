import { createHash } from "node:crypto";
import { chmodSync, lstatSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { codeOf, OperationalError } from "./errors.ts";
import { makeFolder } from "./files.ts";

/** Where one Kantoku keeps everything. Two homes never meet. */
export interface Home {
  readonly root: string;
  readonly data: string;
  readonly logs: string;
  /** Queue and jobs. */
  readonly database: string;
  /** Beats of the agents: own small file, no fsync, so that a beat never waits behind work. */
  readonly heartbeats: string;
  readonly blobs: string;
  /** `jobs/<id>/`: what a finished job leaves for people. */
  readonly jobs: string;
  readonly briefsInbox: string;
  readonly messagesInbox: string;
  readonly outbox: string;
  /** Where bad files go, with a reason beside each. */
  readonly rejected: string;
  readonly doorbells: string;
  readonly cache: string;
  readonly work: string;
  /** Held by the daemon while it runs; says whose the home is. */
  readonly lock: string;
  /** In which folder its sockets are, or were last. */
  readonly sockets: string;
  /** Folder of sockets (0700), short enough for a Unix socket path. */
  readonly run: string;
  /** Socket of the daemon to which agents hold on; that one of them lets go is how its death is known. */
  readonly lifeline: string;
}

/** An account of the system, by its numbers. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** `sun_path` of a Unix socket holds 108 bytes (unix(7)); leaves room for the file's name. */
const LONGEST_SOCKET_FOLDER = 80;

/** Where sockets go when the home's path is too long for one. */
const SHARED_FOLDER = "/tmp";

/** The layout of a home below `root`; `runtimeFolder` moves the sockets (systemd's RuntimeDirectory). */
export function homeAt(root: string, runtimeFolder?: string): Home {
  const data = join(root, "data");
  const run = runtimeFolder ?? socketFolder(data);
  return {
    root,
    data,
    logs: join(root, "logs"),
    database: join(data, "kantoku.db"),
    heartbeats: join(data, "heartbeats.db"),
    blobs: join(data, "blobs"),
    jobs: join(data, "jobs"),
    briefsInbox: join(data, "inbox", "briefs"),
    messagesInbox: join(data, "inbox", "messages"),
    outbox: join(data, "outbox"),
    rejected: join(data, "inbox", "rejected"),
    doorbells: join(data, "doorbells"),
    cache: join(data, "cache"),
    work: join(data, "work"),
    lock: join(data, "daemon.lock"),
    sockets: join(data, "sockets.json"),
    run,
    lifeline: join(run, "life.sock"),
  };
}

/** Whose a home is, by its data; undefined while there is none, or where it can't be looked at. */
export function ownerOf({ data }: Pick<Home, "data">): Owner | undefined {
  try {
    const { uid, gid } = statSync(data);
    return { uid, gid };
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

/** Other than us: root alone can work in another's home, and what it makes there is that other's. */
function otherOwnerOf(home: Pick<Home, "data">): Owner | undefined {
  const owner = process.getuid?.() === 0 ? ownerOf(home) : undefined;
  return owner?.uid === 0 ? undefined : owner;
}

function socketFolder(data: string): string {
  const beside = join(data, "run");
  if (Buffer.byteLength(beside) <= LONGEST_SOCKET_FOLDER) return beside;
  const digest = createHash("sha256").update(data).digest("hex").slice(0, 16);
  const uid = otherOwnerOf({ data })?.uid ?? process.getuid?.() ?? 0;
  return join(SHARED_FOLDER, `kantoku-${uid}-${digest}`);
}

/** Makes the folders that are missing; in another's home they are that other's. */
export function createHome(home: Home): void {
  const owner = otherOwnerOf(home);
  const folders = [home.logs, home.blobs, home.jobs, home.briefsInbox, home.messagesInbox];
  folders.push(home.outbox, home.rejected, home.doorbells, home.cache, home.work);
  for (const folder of folders) makeFolder(folder, { owner });
  makeFolder(home.run, { mode: 0o700, owner });
  requireOwn(home.run, owner);
  chmodSync(home.run, 0o700);
}

/** In `/tmp` anybody may have made it before us: the sockets in it would be theirs, and root would not notice. */
function requireOwn(run: string, owner: Owner | undefined): void {
  const uid = owner?.uid ?? process.getuid?.();
  if (dirname(run) !== SHARED_FOLDER || lstatSync(run).uid === uid) return;
  throw new OperationalError("home-unusable", `The folder ${run} is another user's.`, {
    hint: `Remove it, or set KANTOKU_RUN to a folder of your own.`,
  });
}
