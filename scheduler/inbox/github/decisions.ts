/**
 * How far the inbox has come with a repository's labels, for whoever has to know whether a film may still
 * be asked for. Times are by the steady clock.
 */
export interface Decisions {
  /** A look that began at `since` has decided on every issue with a label, except for these. */
  note(repository: string, look: Look): void;
  /** Whether the inbox may not know yet what was asked for on that issue at that time. */
  isOpen(repository: string, issue: number, at: number): boolean;
}

interface Look {
  readonly since: number;
  readonly undecided: ReadonlySet<number>;
}

/** Remembers nothing over a restart: then nothing is decided until somebody has looked. */
export function decisions(): Decisions {
  const looks = new Map<string, Look>();
  return {
    note: (repository, look) => void looks.set(repository.toLowerCase(), look),
    isOpen: (repository, issue, at) => {
      const look = looks.get(repository.toLowerCase());
      return look === undefined || look.since < at || look.undecided.has(issue);
    },
  };
}
