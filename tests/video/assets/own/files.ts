import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runOrThrow } from "../../../../kernel/process.ts";

/** Real files, as people bring them along. */
export async function makePicture(folder: string, name: string, size = "320x180"): Promise<string> {
  const path = join(folder, name);
  await ffmpeg("-f", "lavfi", "-i", `testsrc=size=${size}`, "-frames:v", "1", path);
  return path;
}

export async function makeFootage(folder: string, name: string, seconds = 2): Promise<string> {
  const path = join(folder, name);
  await ffmpeg("-f", "lavfi", "-i", `testsrc=size=160x90:rate=10:duration=${seconds}`, path);
  return path;
}

export async function makeMusic(folder: string, name: string, seconds: number): Promise<string> {
  const path = join(folder, name);
  await ffmpeg("-f", "lavfi", "-i", `sine=frequency=330:duration=${seconds}`, path);
  return path;
}

export function makeDrawing(folder: string, name: string, inside = '<circle r="4"/>'): string {
  const path = join(folder, name);
  writeFileSync(path, `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`);
  return path;
}

async function ffmpeg(...args: readonly string[]): Promise<void> {
  await runOrThrow("ffmpeg", ["-nostdin", "-v", "error", "-y", ...args]);
}
