import { InputError } from "../../kernel/errors.ts";
import { whyUnreadable, type Flaw } from "./encoding.ts";

export const MAX_BYTES = 1_000_000;

/** Decodes a brief: UTF-8, at most 1 MB, LF line ends, no byte order mark. Anything else is an `InputError`. */
export function decodeBrief(input: Uint8Array | string, file: string): string {
  const bytes = typeof input === "string" ? Buffer.from(input) : input;
  const flaw = tooBig(bytes) ?? whyUnreadable(bytes);
  if (flaw) throw new InputError([{ where: file, ...flaw }]);
  const text = new TextDecoder().decode(bytes).replace(/^\u{FEFF}/u, "");
  return text.replaceAll(/\r\n?/g, "\n");
}

function tooBig({ length }: Uint8Array): Flaw | undefined {
  if (length <= MAX_BYTES) return undefined;
  // Two digits where one would say "1.0 MB, at most 1 MB".
  const megabytes = (length / 1_000_000).toFixed(length < 2 * MAX_BYTES ? 2 : 1);
  return {
    message: `the brief is too big: ${megabytes} MB, at most ${MAX_BYTES / 1_000_000} MB is read`,
    hint: "a film of ten minutes needs less than 20 kB of text",
  };
}
