import { statSync } from "node:fs";
import { codeOf, operationalOf, OperationalError } from "../kernel/errors.ts";
import { createHome, type Home } from "../kernel/home.ts";
import { PROJECT } from "./config.ts";

/** Makes the home's folders; `home-unusable` says why they can't be made and what to do. */
export function prepareHome(home: Home): void {
  try {
    createHome(home);
  } catch (cause) {
    const code = codeOf(cause);
    const known = operationalOf(cause);
    if (known && known.code !== "no-permission") throw known;
    if (code === undefined) throw cause;
    throw new OperationalError("home-unusable", `The home ${home.root} can't be used (${code}).`, {
      hint: "Set KANTOKU_HOME to a folder that belongs to you and may be written.",
      cause,
    });
  }
}

/** Throws `no-home` when no Kantoku ever worked there, such as in a folder whose name was mistyped. */
export function expectHome(home: Home): void {
  if (isHome(home)) return;
  const flag = home.root === PROJECT ? "" : ` --home ${home.root}`;
  throw new OperationalError("no-home", `There is no Kantoku home in ${home.root}.`, {
    hint: `Make one with: kantoku up --detach${flag}; or name another one with --home or KANTOKU_HOME.`,
  });
}

/** Whether a Kantoku ever worked there. What can't be looked at counts as one: opening it says what is wrong. */
export function isHome({ database }: Home): boolean {
  try {
    statSync(database);
    return true;
  } catch (error) {
    return codeOf(error) !== "ENOENT";
  }
}
