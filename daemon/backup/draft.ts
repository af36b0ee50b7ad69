import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { processStart } from "../../agents/processes.ts";

/** A folder that is being filled; it is gone when disposed, unless it was renamed. */
export interface Draft extends Disposable {
  readonly path: string;
}

/** `.kantoku-….4711-123456.draft`: the process that fills it, and when that was started. */
const DRAFT = /^\.kantoku-[\w-]+\.(\d+)-(\d+)\.draft$/;

/** Makes an empty one (mode 0700) in `folder`, and removes those whose makers were killed. */
export function openDraft(folder: string, name: string): Draft {
  removeAbandoned(folder);
  const path = join(folder, `.${name}.${process.pid}-${processStart(process.pid)}.draft`);
  mkdirSync(path, { mode: 0o700 });
  return { path, [Symbol.dispose]: () => remove(path) };
}

function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid, start] = DRAFT.exec(name) ?? [];
    if (pid === undefined || processStart(Number(pid)) === Number(start)) continue;
    remove(join(folder, name));
  }
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
