/** What tmux told since somebody last looked. */
export interface Changes {
  tell(): void;
  /** Whoever looks now sees all that was told until now. */
  seen(): void;
  /** Resolves as soon as there is something to see; at once when there is, or when `signal` aborts. */
  next(signal: AbortSignal): Promise<void>;
}

export function openChanges(): Changes {
  let isNews = false;
  const waiting = new Set<() => void>();
  return {
    tell: () => {
      isNews = true;
      for (const wake of waiting) wake();
    },
    seen: () => {
      isNews = false;
    },
    next: (signal) =>
      new Promise((resolve) => {
        if (isNews || signal.aborted) return resolve();
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener("abort", wake, { once: true });
      }),
  };
}
