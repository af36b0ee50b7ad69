/** One place in a PromQL expression where series are chosen. */
export interface Selector {
  readonly name: string;
  readonly matchers: readonly Matcher[];
}

export interface Matcher {
  readonly label: string;
  /** Whether it is a regular expression. */
  readonly isPattern: boolean;
  readonly value: string;
}

/** Every `name{label="value",…}` of our own and of the process; enough of PromQL for what we write. */
export function selectorsIn(expr: string): Selector[] {
  const names = /\b((?:kantoku|nodejs|process)[_:][a-z0-9_:]+|up)\b(?:\{([^}]*)\})?/g;
  return [...expr.matchAll(names)].map(([, name = "", inside = ""]) => ({
    name,
    matchers: [...inside.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(
      ([, label = "", operator = "", value = ""]) => ({
        label,
        isPattern: operator.endsWith("~"),
        value,
      }),
    ),
  }));
}
