import type { Cleanup } from "../support/temp.ts";

/**
 * Cleans up what was made last first, as `using` does: services stop before the database under them
 * is closed and the folder is removed. Hooks of `node:test` run in the order of their registration.
 */
export function lastFirst(t: Cleanup): Cleanup {
  const stack = new AsyncDisposableStack();
  t.after(() => stack.disposeAsync());
  return { after: (work) => stack.defer(async () => work()) };
}
