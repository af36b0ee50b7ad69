/** Lets whoever looks at a repository know that there may be something new. */
export interface Bell {
  /** `owner/repo`, in any case. */
  ring(repository: string): void;
  /** For one listener of any number, who misses no ring from now on. */
  listen(repository: string): Ear;
}

/**
 * Resolves at the next ring, at once when one came since the last time (as in the middle of a look), or
 * when `signal` aborts.
 */
export type Ear = (signal: AbortSignal) => Promise<void>;

interface Listener {
  isRung: boolean;
  wake: () => void;
}

export function bell(): Bell {
  const listeners = new Map<string, Listener[]>();
  return {
    ring: (repository) => {
      for (const listener of listeners.get(repository.toLowerCase()) ?? []) {
        listener.isRung = true;
        listener.wake();
      }
    },
    listen: (repository) => {
      const listener: Listener = { isRung: false, wake: () => {} };
      const key = repository.toLowerCase();
      listeners.set(key, [...(listeners.get(key) ?? []), listener]);
      return (signal) => heard(listener, signal);
    },
  };
}

async function heard(listener: Listener, signal: AbortSignal): Promise<void> {
  if (!listener.isRung && !signal.aborted) {
    await new Promise<void>((resolve) => {
      listener.wake = resolve;
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
  if (!signal.aborted) listener.isRung = false;
}
