import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../../kernel/errors.ts";

const BALLAST = "ballast";

/** Leaves no byte on the disk of `home`. */
export function fillDisk(home: string): void {
  const file = openSync(join(home, BALLAST), "a");
  try {
    for (const bytes of [4 * 1024 * 1024, 4096, 1]) writeUntilFull(file, Buffer.alloc(bytes, 1));
  } finally {
    closeSync(file);
  }
}

export function freeDisk(home: string): void {
  rmSync(join(home, BALLAST), { force: true });
}

function writeUntilFull(file: number, bytes: Buffer): void {
  for (;;) {
    try {
      writeSync(file, bytes);
    } catch (error) {
      if (codeOf(error) === "ENOSPC") return;
      throw error;
    }
  }
}
