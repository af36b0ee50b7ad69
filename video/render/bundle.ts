import { createHash, randomUUID } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf, OperationalError } from "../../kernel/errors.ts";

const ROOT = join(import.meta.dirname, "../..");
const ENTRY = join(ROOT, "video/composition/index.tsx");
/** Everything that ends up in the bundle, apart from packages. */
const SOURCES = ["video/composition/**/*.{ts,tsx}", "video/look/*.ts", "video/scene-graph/*.ts"];
/** Packages whose version changes what is drawn. */
const PACKAGES = [
  "remotion",
  "@remotion/bundler",
  "@remotion/layout-utils",
  "@remotion/paths",
  "budoux",
  "react",
  "@fontsource-variable/inter",
  "@fontsource-variable/fraunces",
  "@fontsource-variable/newsreader",
  "@fontsource-variable/bricolage-grotesque",
  "@fontsource/jetbrains-mono",
  "@fontsource/noto-sans-jp",
  "@fontsource/noto-serif-jp",
] as const;

/**
 * The composition as a folder of static files, for `serveUrl`: bundled once, then found again by the
 * hash of its sources. Processes may ask at the same time: each bundles into a draft and the first
 * one's stays. Throws `bundle-failed`, or the signal's reason.
 */
export async function openBundle(options: {
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
}): Promise<string> {
  const folder = join(options.cacheFolder, `bundle-${compositionHash().slice(0, 20)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(options.cacheFolder, { recursive: true });
  const draft = join(options.cacheFolder, `.${randomUUID()}.draft`);
  try {
    await bundleInto(draft);
    options.signal?.throwIfAborted();
    adopt(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** sha256 of everything that decides how a scene graph looks: part of a rendered segment's key. */
export function compositionHash(): string {
  const hash = createHash("sha256");
  const files = globSync(SOURCES, { cwd: ROOT }).toSorted();
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  for (const name of PACKAGES) hash.update(`${name}@${versionOf(name)}\0`);
  return hash.digest("hex");
}

function versionOf(name: string): string {
  try {
    const manifest = readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8");
    return (JSON.parse(manifest) as { version: string }).version;
  } catch (cause) {
    throw new OperationalError("bundle-failed", `The package ${name} is not installed.`, {
      hint: "Run npm ci.",
      cause,
    });
  }
}

async function bundleInto(outDir: string): Promise<void> {
  // Loaded late: it takes half a second and most starts find a finished bundle.
  const { bundle } = await import("@remotion/bundler");
  try {
    await bundle({
      entryPoint: ENTRY,
      outDir,
      rootDir: ROOT,
      rspack: true,
      enableCaching: false,
      rspackOverride: (config) => ({
        ...config,
        module: {
          ...config.module,
          // The browser takes the woff2 beside each of these: nearly half of the bundle's size.
          rules: [
            { test: /\.woff$/, type: "asset/resource", generator: { emit: false } },
            ...(config.module?.rules ?? []),
          ],
        },
      }),
    });
  } catch (cause) {
    throw new OperationalError(
      "bundle-failed",
      `The composition can't be bundled: ${messageOf(cause)}`,
      { hint: "Run npx tsc -p video/composition to see what is wrong.", cause },
    );
  }
}

function adopt(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (cause) {
    if (existsSync(folder)) return; // Another process was faster; its bundle is the same.
    throw new OperationalError("bundle-failed", `The bundle can't be moved to ${folder}.`, {
      hint: "Check that the cache folder is writable and the disk is not full.",
      cause,
    });
  }
}
