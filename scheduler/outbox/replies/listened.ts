/**
 * Until when people have been listened to: what was said in a repository before then, by our clock, is
 * stored. Remembers nothing over a restart: then it takes another look.
 */
export interface Listened {
  /** By the name that the repository has now. */
  note(repository: string, until: number): void;
  until(repository: string): number | undefined;
}

export function listened(): Listened {
  const looks = new Map<string, number>();
  return {
    note: (repository, until) => void looks.set(repository.toLowerCase(), until),
    until: (repository) => looks.get(repository.toLowerCase()),
  };
}
