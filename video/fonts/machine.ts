import { run } from "../../kernel/process.ts";
import type { Range } from "./bundled.ts";
import { rangeOf } from "./bundled.ts";

/**
 * Every range of characters that a font of this machine draws, by fontconfig, which the browser asks
 * too; none where fontconfig is not installed.
 */
export async function machineRanges(signal?: AbortSignal): Promise<Range[]> {
  try {
    const { stdout } = await run("fc-list", ["--format", "%{charset}\n"], {
      timeoutMs: 20_000,
      ...(signal ? { signal } : {}),
    });
    const ranges = new Set(
      stdout.split(/\s+/).filter((each) => /^[0-9a-f]+(?:-[0-9a-f]+)?$/.test(each)),
    );
    return Array.from(ranges, rangeOf);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Error && "code" in error && error.code === "program-missing") return [];
    throw error;
  }
}
