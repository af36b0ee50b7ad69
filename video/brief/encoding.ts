import { isUtf8 } from "node:buffer";
import type { FoundFlaw } from "./flaws/flaw.ts";

/**
 * Why these bytes are no UTF-8 text; undefined when they are. Nothing is converted: a wrong guess would film words that
 * nobody wrote.
 */
export function whyUnreadable(bytes: Uint8Array): FoundFlaw | undefined {
  const encoding = encodingOf(bytes);
  if (encoding !== undefined) return { flaw: { code: "other-encoding", encoding } };
  if (controlShare(bytes) > MOST_CONTROLS) return { flaw: { code: "not-text" } };
  if (!isUtf8(bytes)) {
    const place = placeAfter(new TextDecoder().decode(bytes).split("\u{FFFD}")[0] ?? "");
    return { flaw: { code: "not-utf8" }, ...place };
  }
  const nul = bytes.indexOf(0);
  if (nul < 0) return undefined;
  const place = placeAfter(new TextDecoder().decode(bytes.subarray(0, nul)));
  return { flaw: { code: "zero-byte" }, ...place };
}

/** Name of another encoding that the bytes are surely in. */
function encodingOf(bytes: Uint8Array): string | undefined {
  const marked = MARKS.find(([, ...mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked) return marked[0];
  if (everyOtherIsZero(bytes)) return "UTF-16";
  if (isUtf8(bytes) && !bytes.includes(ESCAPE)) return undefined;
  return JAPANESE.find(([, encoding]) => readsAsKana(bytes, encoding))?.[0];
}

/** Byte order marks. */
const MARKS: readonly (readonly [name: string, ...mark: number[]])[] = [
  ["UTF-32", 0xff, 0xfe, 0, 0],
  ["UTF-16", 0xff, 0xfe],
  ["UTF-16", 0xfe, 0xff],
];

/** ISO-2022-JP is seven bits wide and passes for UTF-8, but turns to Japanese with one of these. */
const ESCAPE = 0x1b;

const JAPANESE: readonly (readonly [name: string, encoding: string])[] = [
  ["ISO-2022-JP", "iso-2022-jp"],
  ["EUC-JP", "euc-jp"],
  ["Shift_JIS", "shift_jis"],
];

/** Read in a wrong encoding, nothing has much hiragana; in the right one, Japanese has. */
function readsAsKana(bytes: Uint8Array, encoding: string): boolean {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    const beyondAscii = text.match(/\P{ASCII}/gu)?.length ?? 0;
    return (text.match(/\p{sc=Hira}/gu)?.length ?? 0) > beyondAscii / 8;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** UTF-16 without its mark, as far as it holds Latin letters. */
function everyOtherIsZero(bytes: Uint8Array): boolean {
  const zeros = [0, 0];
  for (const [index, byte] of bytes.entries()) {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  }
  return Math.min(...zeros) === 0 && Math.max(...zeros) > bytes.length / 4;
}

const MOST_CONTROLS = 0.05;

/** Share of the control characters; of a few it says nothing. */
function controlShare(bytes: Uint8Array): number {
  let controls = 0;
  for (const byte of bytes) {
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) controls += 1;
  }
  return controls > 3 ? controls / bytes.length : 0;
}

/** Line and column, counted from 1, of what follows `text`. */
function placeAfter(text: string): { line: number; column: number } {
  const lines = text.split(/\r\n?|\n/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
