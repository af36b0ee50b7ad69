import type { Tongue } from "../../kernel/tongue.ts";
import { whyUnreadable } from "./encoding.ts";
import type { FoundFlaw } from "./flaws/flaw.ts";
import { refuse } from "./flaws/problems.ts";

export const MAX_BYTES = 1_000_000;

/**
 * Decodes a brief: UTF-8, at most 1 MB, LF line ends, no byte order mark. Anything else is an `InputError` for people who
 * read `tongue`.
 */
export function decodeBrief(
  input: Uint8Array | string,
  file: string,
  tongue: Tongue = "en",
): string {
  const bytes = typeof input === "string" ? Buffer.from(input) : input;
  const found = tooBig(bytes) ?? whyUnreadable(bytes);
  if (found) refuse([found], file, tongue);
  const text = new TextDecoder().decode(bytes).replace(/^\u{FEFF}/u, "");
  return text.replaceAll(/\r\n?/g, "\n");
}

function tooBig({ length }: Uint8Array): FoundFlaw | undefined {
  if (length <= MAX_BYTES) return undefined;
  // Two digits where one would say "1.0 MB, at most 1 MB".
  const megabytes = (length / 1_000_000).toFixed(length < 2 * MAX_BYTES ? 2 : 1);
  return { flaw: { code: "too-big", megabytes, most: MAX_BYTES / 1_000_000 } };
}
