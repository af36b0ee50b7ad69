import { bullmq } from "./bullmq.ts";
import { kantoku } from "./kantoku.ts";
import type { Peer } from "./peer.ts";
import { barePlainjob, eagerPlainjob, plainjob } from "./plainjob.ts";
import { rawSqlite } from "./raw-sqlite.ts";
import { isRedisInstalled } from "./redis-server.ts";

/** Everybody who can be measured on this machine, ours first; BullMQ where there is a Redis. */
export function peers(): readonly Peer[] {
  const others = [plainjob, barePlainjob, eagerPlainjob];
  return [kantoku, ...others, ...(isRedisInstalled() ? [bullmq] : []), rawSqlite];
}
