import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

/** A folder of its own for a test file, removed when its tests are over. */
export function ownFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `kantoku-${name}-`));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const NEVER = new AbortController().signal;
