import type { Case } from "../bench.ts";
import { growth } from "./growth.ts";
import { idle } from "./idle.ts";
import { pickup } from "./pickup.ts";
import { sendBatch, sendOne } from "./send.ts";
import { workBatch, workOne, workPrefetch } from "./work.ts";

/** In the order of the report. */
export const cases: readonly Case[] = [
  sendOne,
  sendBatch,
  workOne,
  workPrefetch,
  workBatch,
  pickup,
  idle,
  growth,
];
