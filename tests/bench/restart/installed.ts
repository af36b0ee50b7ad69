import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { run, runOrThrow } from "../../../kernel/process.ts";

/** The other supervisors: Debian's packages and one of npm's, kept out of the project's dependencies. */

const PROJECT = resolve(import.meta.dirname, "..", "..", "..");
const PM2 = "pm2@7.0.4";
const CACHE = join(PROJECT, "node_modules", ".cache", "bench-restart");
const PM2_FOLDER = join(CACHE, "node_modules", "pm2");

/** Installs what is missing, as far as this user may. */
export async function install(): Promise<void> {
  const list = join(import.meta.dirname, "programs.txt");
  await runOrThrow(join(PROJECT, "scripts", "install-for-tests"), [list]);
  if (existsSync(PM2_FOLDER)) return;
  mkdirSync(CACHE, { recursive: true });
  const quiet = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"];
  // Without it, pm2 is left out of the comparison.
  await run("npm", ["install", "--prefix", CACHE, "--omit=optional", ...quiet, PM2]);
}

/** Of a package whose program is on the PATH. */
export async function debianVersion(name: string, program: string): Promise<string | undefined> {
  const found = await run("sh", ["-c", 'command -v "$1"', "sh", program]);
  if (found.exitCode !== 0) return undefined;
  const { stdout } = await run("dpkg-query", ["-W", "-f", "${Version}", name]);
  return stdout || "unknown";
}

export const pm2Program = (): string => join(PM2_FOLDER, "bin", "pm2-runtime");

export async function pm2Version(): Promise<string | undefined> {
  const file = join(PM2_FOLDER, "package.json");
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
