import { basename } from "node:path";

/** Tells that something in one folder (not below it) has changed; hidden names don't count. */
export interface FolderWatch extends AsyncDisposable {
  /** Resolves at the first change since the last call, or when `signal` aborts. */
  changed(signal: AbortSignal): Promise<void>;
}

/**
 * Watches with chokidar, for folders that people and other programs write to. It is loaded only
 * here, where something watches: it costs as much time as the rest of the queue. What it misses,
 * the reader's own polling must find.
 */
export async function watchFolder(folder: string): Promise<FolderWatch> {
  const { watch } = await import("chokidar");
  const watcher = watch(folder, {
    depth: 0,
    followSymlinks: false,
    ignoreInitial: true,
    ignored: (path) => path !== folder && basename(path).startsWith("."),
  });
  let hasChanged = false;
  let wake = (): void => {};
  watcher.on("error", () => {});
  watcher.on("all", () => {
    hasChanged = true;
    wake();
  });
  return {
    async changed(signal) {
      if (!hasChanged && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
      hasChanged = false;
    },
    [Symbol.asyncDispose]: () => watcher.close(),
  };
}
