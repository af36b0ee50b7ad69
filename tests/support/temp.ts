import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a test lends to its supports: a place to hang the cleaning up. */
export interface Cleanup {
  after(work: () => void | Promise<void>): void;
}

/** A new empty folder of this test's own, removed when the test ends. */
export function temporaryFolder(t: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), "kantoku-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
