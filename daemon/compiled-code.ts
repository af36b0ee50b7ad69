import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";
import type { Home } from "../kernel/home.ts";

/** By then a process has become ready: whoever waits for that is not held up. */
const COMPILED_AFTER_MS = 2_000;

/**
 * Node writes what it has compiled when a process ends well, which one that is killed never does: its
 * successors would all take twice as long to start. What is not needed to be ready, but soon after, is loaded
 * by `ahead` before, so that it is kept, too.
 */
export function keepCompiledCode(ahead: () => Promise<void> = async () => {}): void {
  setTimeout(() => void ahead().then(flushCompileCache), COMPILED_AFTER_MS).unref();
}

/** For what is loaded from now on, unless the environment (`NODE_COMPILE_CACHE`) has said so already. */
export function useCompiledCode({ cache }: Pick<Home, "cache">): void {
  enableCompileCache(join(cache, "node"));
}
