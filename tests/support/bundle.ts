import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { codeOf } from "../../kernel/errors.ts";
import type { Home } from "../../kernel/home.ts";
import { openBundle } from "../../video/render/bundle.ts";

/** Of this checkout, beside what `scripts/setup` puts there. */
const FOLDER = resolve(import.meta.dirname, "..", "..", ".tools", "test-bundle");

let opening: Promise<string> | undefined;

/**
 * The bundled composition: to bundle it takes some ten seconds of CPU, so tests that draw something share
 * one. How it is bundled is the matter of tests/video/render/render.test.ts.
 */
export function sharedBundle(): Promise<string> {
  return (opening ??= openBundle({ cacheFolder: FOLDER }).then((bundle) => {
    removeOthers(bundle);
    return bundle;
  }));
}

/** A home finds it in its cache, as if it had been bundled there before. */
export async function shareBundle({ cache }: Pick<Home, "cache">): Promise<void> {
  const bundle = await sharedBundle();
  mkdirSync(cache, { recursive: true });
  try {
    symlinkSync(bundle, join(cache, basename(bundle)));
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/** Of other sources. A draft may be another test's, which bundles at the same time. */
function removeOthers(bundle: string): void {
  for (const name of readdirSync(FOLDER)) {
    const isOther = name.startsWith("bundle-") && name !== basename(bundle);
    if (isOther) rmSync(join(FOLDER, name), { recursive: true, force: true });
  }
}
