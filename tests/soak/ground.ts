import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cleanup } from "../support/temp.ts";

/** A folder of a round's own outside of any test, with what has to be cleaned up behind it. */
export interface Ground extends Cleanup, AsyncDisposable {
  readonly folder: string;
  /** Leaves the folder for whoever wants to see why. */
  keep(): void;
}

export function openGround(): Ground {
  const folder = mkdtempSync(join(tmpdir(), "kantoku-soak-"));
  const works: (() => void | Promise<void>)[] = [];
  let isKept = false;
  return {
    folder,
    after: (work) => void works.push(work),
    keep: () => void (isKept = true),
    async [Symbol.asyncDispose]() {
      for (const work of works) await work();
      if (!isKept) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
