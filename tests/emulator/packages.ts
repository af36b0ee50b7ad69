import { existsSync, globSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { runOrThrow } from "../../kernel/process.ts";

/** Debian's kernel and tools for the emulated machine, unpacked and not installed. */

const PROJECT = resolve(import.meta.dirname, "..", "..");
const CACHE = join(PROJECT, "node_modules", ".cache", "emulator");

/** Depends on the newest kernel of this release. */
const LATEST_KERNEL = "linux-image-amd64";
const TOOLS = "busybox-static";

export interface Packages {
  /** Folder of the unpacked packages. */
  readonly folder: string;
  /** Path of the kernel's image. */
  readonly kernel: string;
  /** Such as `6.1.0-57-amd64`. */
  readonly release: string;
  readonly busybox: string;
}

/** Fetches what is missing, by apt; rejects as `runOrThrow` does. */
export async function fetchPackages(): Promise<Packages> {
  const folder = join(CACHE, "root");
  if (!existsSync(folder)) await unpackInto(folder);
  const [kernel = ""] = globSync(join(folder, "boot", "vmlinuz-*"));
  const release = kernel.slice(kernel.indexOf("vmlinuz-") + "vmlinuz-".length);
  return { folder, kernel, release, busybox: join(folder, "bin", "busybox") };
}

async function unpackInto(folder: string): Promise<void> {
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  await runOrThrow("apt-get", ["download", "-qq", await latestKernel(), TOOLS], { cwd: CACHE });
  for (const file of globSync(join(CACHE, "*.deb"))) {
    await runOrThrow("dpkg-deb", ["-x", file, draft]);
    rmSync(file);
  }
  renameSync(draft, folder);
}

async function latestKernel(): Promise<string> {
  const { stdout } = await runOrThrow("apt-cache", ["depends", "--important", LATEST_KERNEL]);
  const name = /^ +Depends: (linux-image-\S+)$/m.exec(stdout)?.[1];
  if (name === undefined) throw new Error(`${LATEST_KERNEL} depends on no kernel: ${stdout}`);
  return name;
}
