import type { Database, Tx } from "../../kernel/database.ts";
import { faultPoint } from "../../kernel/fault-points.ts";

/** Runs `work` in one transaction, with a fault point on either side of its commit. */
export function commit<T>(database: Database, verb: string, work: (tx: Tx) => T): T {
  const result = database.transact((tx) => {
    const result = work(tx);
    faultPoint(`queue.${verb}.before-commit`);
    return result;
  });
  faultPoint(`queue.${verb}.after-commit`);
  return result;
}

/** As `commit`, for work of a single statement, which is a transaction by itself and costs less. */
export function commitOne<T>(database: Database, verb: string, work: (tx: Tx) => T): T {
  faultPoint(`queue.${verb}.before-commit`);
  const result = database.autocommit(work);
  faultPoint(`queue.${verb}.after-commit`);
  return result;
}
