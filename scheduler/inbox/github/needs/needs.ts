import { lookups, type Lookup, type NeedsOptions } from "./lookup.ts";
import { recheck } from "./recheck.ts";

/** The issues that an issue's film has to wait for: named in the brief, blocking it, or parts of it. */
export interface Needs extends Pick<Lookup, "reason"> {
  /**
   * Lets those of a repository start that have nothing to wait for any more, and holds those that have
   * come to wait for something before any agent began with them; looks at some only.
   */
  recheck(repository: string, signal: AbortSignal): Promise<void>;
}

export function needs(options: NeedsOptions): Needs {
  const lookup = lookups(options);
  return {
    reason: lookup.reason,
    recheck: (repository, signal) => recheck(repository, lookup, options, signal),
  };
}
