import { isUtf8 } from "node:buffer";
import { InputError } from "../../kernel/errors.ts";

export const MAX_BYTES = 1_000_000;

/** Decodes a brief: UTF-8, at most 1 MB, LF line ends, no byte order mark. Anything else is an `InputError`. */
export function decodeBrief(input: Uint8Array | string, file: string): string {
  const bytes = typeof input === "string" ? Buffer.from(input) : input;
  if (bytes.length > MAX_BYTES) {
    throw new InputError([
      {
        where: file,
        message: `the brief is too big: ${megabytes(bytes.length)}, at most ${megabytes(MAX_BYTES)} are read`,
        hint: "a film of ten minutes needs less than 20 kB of text",
      },
    ]);
  }
  if (!isUtf8(bytes) || looksBinary(bytes)) {
    throw new InputError([
      { where: file, message: "this is not a text file", hint: "a brief is Markdown in UTF-8" },
    ]);
  }
  const text = new TextDecoder().decode(bytes).replace(/^\u{FEFF}/u, "");
  return text.replaceAll(/\r\n?/g, "\n");
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** NUL never stands in text; many control characters don't either. */
function looksBinary(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) controls += 1;
  }
  return controls > 16 && controls / bytes.length > 0.05;
}
