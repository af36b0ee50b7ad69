import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run, runOrThrow } from "../../kernel/process.ts";
import { fetchPackages, type Packages } from "./packages.ts";

/** What runs in the emulated machine. */
export interface Errand {
  readonly command: readonly string[];
  /** Where it runs; this host's whole file system is there, and nothing of it is changed. */
  readonly cwd: string;
  /** An empty folder. What the command leaves in `/answer` is found there afterwards. */
  readonly answer: string;
}

/** The drivers that the machine's init loads, and what they need. */
const DRIVERS = ["drivers/virtio", "fs/9p", "fs/fscache", "fs/netfs", "fs/overlayfs", "net/9p"];

/**
 * Boots Debian's kernel in an emulated machine and runs a command there, as root, without a network. All
 * of it is software (QEMU's TCG), some twenty times slower than this host, and needs no rights beyond
 * reading the disk. What the command says is shown on stdout. Answers its exit code, or null when the
 * machine ended before it did.
 */
export async function runEmulated(errand: Errand, signal: AbortSignal): Promise<number | null> {
  const packages = await fetchPackages();
  const image = await initialImage(packages, errand);
  // One thread for both processors: with one for each, programs that write code for each other crash.
  const machine = ["-cpu", "max", "-smp", "2", "-m", "6144", "-accel", "tcg,thread=single"];
  const bare = ["-nodefaults", "-no-reboot", "-display", "none", "-serial", "stdio"];
  const system = ["-kernel", packages.kernel, "-initrd", image, "-append", KERNEL_WORDS];
  const shares = [...share("host", "/", ",readonly=on"), ...share("answer", errand.answer)];
  const qemu = spawn("qemu-system-x86_64", [...machine, ...bare, ...system, ...shares], {
    stdio: ["ignore", "inherit", "inherit"],
    signal,
  });
  await once(qemu, "exit").catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  const code = join(errand.answer, "exit-code");
  return existsSync(code) ? Number(readFileSync(code, "utf8")) : null;
}

const KERNEL_WORDS = "console=ttyS0 quiet panic=-1 psi=1";

const share = (tag: string, path: string, more = ""): string[] => [
  "-virtfs",
  `local,path=${path},mount_tag=${tag},security_model=passthrough,multidevs=remap${more}`,
];

/** What the kernel starts with: a shell, the drivers, and the words of the errand. */
async function initialImage(
  { folder, release, busybox }: Packages,
  { command, cwd, answer }: Errand,
): Promise<string> {
  const root = join(answer, "initial");
  const modules = join("lib", "modules", release);
  for (const driver of DRIVERS) {
    const place = join(modules, "kernel", driver);
    if (existsSync(join(folder, place))) {
      cpSync(join(folder, place), join(root, place), { recursive: true });
    }
  }
  mkdirSync(join(root, "bin"));
  cpSync(busybox, join(root, "bin", "busybox"));
  for (const part of ["init", "start"]) cpSync(join(import.meta.dirname, part), join(root, part));
  writeFileSync(join(root, "folder"), `${cwd}\n`);
  writeFileSync(join(root, "command"), command.map((word) => `${word}\n`).join(""));
  await runOrThrow(busybox, ["depmod", "-b", root, release]);
  const image = join(dirname(root), "initial.cpio");
  const pack = 'cd "$1" && "$0" find . | "$0" cpio -o -H newc >"$2"';
  await runOrThrow("sh", ["-c", pack, busybox, root, image]);
  return image;
}

/** Why no machine can be emulated here, or false when one can. */
export async function whyNoEmulator(): Promise<string | false> {
  if (process.arch !== "x64") return "only x86-64 is emulated";
  if (process.getuid?.() !== 0) return "root reads the whole disk, as the emulated machine must";
  const found = await run("sh", ["-c", "command -v qemu-system-x86_64 && command -v dpkg-deb"]);
  return found.exitCode === 0 ? false : "qemu-system-x86_64 or dpkg-deb is missing";
}
