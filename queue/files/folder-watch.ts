import { basename } from "node:path";

/** Tells that something in a folder has changed; hidden names don't count. */
export interface FolderWatch extends AsyncDisposable {
  /** False once the system has refused or ended a watch: then only looking tells. */
  readonly isAwake: boolean;
  /** Resolves at the first change since the last call, or when `signal` aborts. */
  changed(signal: AbortSignal): Promise<void>;
}

export interface FolderWatchOptions {
  /** Folders below it that are watched too: 0 (default) for none, 1 for their files as well. */
  readonly depth?: number;
  /** The name of a folder in it that is not. */
  readonly except?: string;
}

/**
 * Watches with chokidar, for folders that people and other programs write to. It is loaded only
 * here, where something watches: it costs as much time as the rest of the queue. What it misses,
 * the reader's own polling must find.
 */
export async function watchFolder(
  folder: string,
  { depth = 0, except }: FolderWatchOptions = {},
): Promise<FolderWatch> {
  const { watch } = await import("chokidar");
  const isIgnored = (name: string): boolean => name.startsWith(".") || name === except;
  const watcher = watch(folder, {
    depth,
    followSymlinks: false,
    ignoreInitial: true,
    ignored: (path) => path !== folder && isIgnored(basename(path)),
  });
  let hasChanged = false;
  let isAwake = true;
  let wake = (): void => {};
  watcher.on("error", () => (isAwake = false));
  watcher.on("all", () => {
    hasChanged = true;
    wake();
  });
  // Ready first: a change between a reader's first look and that would be nobody's.
  await new Promise<void>((resolve) => watcher.on("ready", resolve).on("error", () => resolve()));
  return {
    get isAwake() {
      return isAwake;
    },
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
