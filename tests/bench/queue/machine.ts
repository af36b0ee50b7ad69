import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import Sqlite from "better-sqlite3";
import packageJson from "../../../package.json" with { type: "json" };
import { host, type Host } from "../host.ts";
import { isRedisInstalled, redisVersion } from "./peers/redis-server.ts";

/** The host and whatever else it takes to repeat a figure. */
export interface Machine extends Host {
  /** Of the folder in which the databases were. */
  readonly fileSystem: string;
  readonly sqlite: string;
  readonly "better-sqlite3": string;
  readonly plainjob: string;
  readonly bullmq: string;
  readonly ioredis: string;
  /** Null where none is installed. */
  readonly redis: string | null;
}

export async function machine(): Promise<Machine> {
  const { dependencies, devDependencies } = packageJson;
  return {
    ...host(),
    fileSystem: fileSystemOf(tmpdir()),
    sqlite: sqliteVersion(),
    "better-sqlite3": dependencies["better-sqlite3"],
    plainjob: devDependencies.plainjob,
    bullmq: devDependencies.bullmq,
    ioredis: devDependencies.ioredis,
    redis: isRedisInstalled() ? await redisVersion() : null,
  };
}

/** By the magic numbers of `statfs(2)`. */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0xef53: "ext4",
  0x58465342: "xfs",
  0x9123683e: "btrfs",
  0x2fc12fc1: "zfs",
  0x794c7630: "overlayfs",
  0x01021994: "tmpfs (in memory: its fsync costs nothing)",
};

function fileSystemOf(folder: string): string {
  const { type } = statfsSync(folder);
  return FILE_SYSTEMS[type] ?? `of type 0x${type.toString(16)}`;
}

function sqliteVersion(): string {
  const connection = new Sqlite(":memory:");
  const version = connection.prepare("select sqlite_version()").pluck().get() as string;
  connection.close();
  return version;
}
