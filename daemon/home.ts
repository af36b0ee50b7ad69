import { codeOf, OperationalError } from "../kernel/errors.ts";
import { createHome, type Home } from "../kernel/home.ts";

/** Makes the home's folders; `home-unusable` says why they can't be made and what to do. */
export function prepareHome(home: Home): void {
  try {
    createHome(home);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === undefined || cause instanceof OperationalError) throw cause;
    throw new OperationalError("home-unusable", `The home ${home.root} can't be used (${code}).`, {
      hint: "Set KANTOKU_HOME to a folder that belongs to you and may be written.",
      cause,
    });
  }
}
