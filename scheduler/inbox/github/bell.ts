/** Lets the inbox know that there may be something new. A ring in the middle of a look is not lost. */
export interface Bell {
  /** `owner/repo`, in any case. */
  ring(repository: string): void;
  /** Resolves at the next ring, at once when one was not heard yet, or when `signal` aborts. */
  heard(repository: string, signal: AbortSignal): Promise<void>;
}

export function bell(): Bell {
  const rung = new Set<string>();
  const listeners = new Map<string, () => void>();
  return {
    ring: (repository) => {
      const key = repository.toLowerCase();
      const listener = listeners.get(key);
      if (listener) listener();
      else rung.add(key);
    },
    heard: (repository, signal) =>
      new Promise((resolve) => {
        const key = repository.toLowerCase();
        if (rung.delete(key) || signal.aborted) return resolve();
        const end = (): void => {
          listeners.delete(key);
          signal.removeEventListener("abort", end);
          resolve();
        };
        listeners.set(key, end);
        signal.addEventListener("abort", end, { once: true });
      }),
  };
}
