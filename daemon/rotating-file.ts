import { closeSync, existsSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";
import { extname } from "node:path";
import { Writable } from "node:stream";
import { codeOf } from "../kernel/errors.ts";

/**
 * A file that is closed when it would grow beyond `maxBytes`: `a.log` becomes `a.1.log`, that one
 * `a.2.log`, and so on, up to `files` in all. Written at once, line by line, so that a killed process
 * loses none; winston's own file rotates asynchronously and fails when written to meanwhile.
 */
export function rotatingFile(path: string, maxBytes: number, files: number): Writable {
  let file = openSync(path, "a", 0o640);
  let bytes = fstatSync(file).size;
  const rotate = (): void => {
    closeSync(file);
    for (let number = files - 1; number > 0; number -= 1) {
      const older = numbered(path, number - 1);
      if (existsSync(older)) renameSync(older, numbered(path, number));
    }
    file = openSync(path, files === 1 ? "w" : "a", 0o640);
    bytes = 0;
  };
  return new Writable({
    write: (line: Buffer, _encoding, done) => {
      tolerating(() => {
        if (bytes > 0 && bytes + line.length > maxBytes) rotate();
        bytes += writeSync(file, line);
      });
      done();
    },
    final: (done) => {
      closeSync(file);
      done();
    },
  });
}

/** `logs/kantoku.log`, `logs/kantoku.1.log` … */
function numbered(path: string, number: number): string {
  if (number === 0) return path;
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}.${number}${extension}`;
}

/** A line that the system doesn't take is lost: a full disk must not end the daemon for its log's sake. */
function tolerating(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}
