import { createHash } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";

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
  /** Folder of sockets (0700), short enough for a Unix socket path. */
  readonly run: string;
  /** Socket of the daemon to which agents hold on; that one of them lets go is how its death is known. */
  readonly lifeline: string;
}

/** `sun_path` of a Unix socket holds 108 bytes (unix(7)); leaves room for the file's name. */
const LONGEST_SOCKET_FOLDER = 80;

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
    run,
    lifeline: join(run, "life.sock"),
  };
}

function socketFolder(data: string): string {
  const beside = join(data, "run");
  if (Buffer.byteLength(beside) <= LONGEST_SOCKET_FOLDER) return beside;
  const digest = createHash("sha256").update(data).digest("hex").slice(0, 16);
  return `/tmp/kantoku-${process.getuid?.() ?? 0}-${digest}`;
}

export function createHome(home: Home): void {
  const folders = [home.logs, home.blobs, home.jobs, home.briefsInbox, home.messagesInbox];
  folders.push(home.outbox, home.rejected, home.doorbells, home.cache, home.work);
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  mkdirSync(home.run, { recursive: true, mode: 0o700 });
  chmodSync(home.run, 0o700);
}
