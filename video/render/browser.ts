import { existsSync } from "node:fs";
import { openBrowser } from "@remotion/renderer";
import type { HeadlessBrowser } from "@remotion/renderer";
import { messageOf, OperationalError } from "../../kernel/errors.ts";

/** Where Debian and Ubuntu put it. */
const PLACES = [
  "/usr/lib/chromium/chromium-headless-shell",
  "/usr/bin/chromium-headless-shell",
] as const;

/** How Remotion is told to start our browser: never downloaded, the shell renders twice as fast. */
export const BROWSER_OPTIONS = {
  chromeMode: "headless-shell",
  logLevel: "error",
  chromiumOptions: { gl: null },
} as const;

/**
 * Path of the headless Chromium: `configured` when given, else where the distribution puts it.
 * Throws `browser-missing`.
 */
export function findBrowser(configured?: string): string {
  const candidates = configured === undefined ? PLACES : [configured];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new OperationalError(
    "browser-missing",
    `No headless Chromium stands at ${candidates.join(" or ")}.`,
    { hint: "Install it (Debian: apt-get install chromium-headless-shell) or configure its path." },
  );
}

/** A running browser; disposing it ends the process. */
export interface Browser extends AsyncDisposable {
  readonly instance: HeadlessBrowser;
}

/** Starts the browser for several renders. Throws `browser-missing` or `browser-failed`. */
export async function startBrowser(configured?: string): Promise<Browser> {
  const browserExecutable = findBrowser(configured);
  try {
    const instance = await openBrowser("chrome", { browserExecutable, ...BROWSER_OPTIONS });
    return {
      instance,
      [Symbol.asyncDispose]: async () => instance.close({ silent: true }),
    };
  } catch (cause) {
    throw new OperationalError(
      "browser-failed",
      `${browserExecutable} does not start: ${messageOf(cause)}`,
      { hint: "Run it by hand with --version to see what it lacks.", cause },
    );
  }
}
