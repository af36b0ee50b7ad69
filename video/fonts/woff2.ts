import { brotliDecompressSync } from "node:zlib";

const HEADER = 48;
const CMAP = 0;
const GLYF = 10;
const LOCA = 11;
/** The tag is spelled out instead of numbered. */
const SPELLED = 63;

/**
 * The character map of a WOFF2 file (W3C WOFF 2.0, sections 4 and 5): every code point that the font
 * has a glyph for. Throws a RangeError for bytes that end too early.
 */
export function charactersOfWoff2(file: Buffer): Set<number> {
  const tables = file.readUInt16BE(12);
  const compressed = file.readUInt32BE(20);
  let at = HEADER;
  let offset = 0;
  let cmap: { offset: number; length: number } | null = null;
  for (let index = 0; index < tables; index += 1) {
    const flags = file.readUInt8(at);
    const tag = flags & 63;
    const isCmap = tag === CMAP || file.toString("latin1", at + 1, at + 5) === "cmap";
    at += tag === SPELLED ? 5 : 1;
    let length: number;
    [length, at] = variable(file, at);
    if (isTransformed(tag, flags >> 6)) [length, at] = variable(file, at);
    if (tag === CMAP || (tag === SPELLED && isCmap)) cmap = { offset, length };
    offset += length;
  }
  const data = brotliDecompressSync(file.subarray(at, at + compressed));
  return cmap ? charactersOfCmap(data.subarray(cmap.offset, cmap.offset + cmap.length)) : new Set();
}

/** Outlines are always packed unless they say version 3; other tables never unless they say otherwise. */
function isTransformed(tag: number, version: number): boolean {
  return tag === GLYF || tag === LOCA ? version !== 3 : version !== 0;
}

/** UIntBase128: seven bits a byte, the first bit says that another follows. */
function variable(file: Buffer, from: number): [value: number, next: number] {
  let value = 0;
  for (let at = from; ; at += 1) {
    const byte = file.readUInt8(at);
    value = value * 128 + (byte & 127);
    if (byte < 128) return [value, at + 1];
  }
}

/** Of an OpenType `cmap` table: the Unicode subtables of formats 4 and 12, which all our fonts have. */
function charactersOfCmap(table: Buffer): Set<number> {
  const found = new Set<number>();
  const count = table.readUInt16BE(2);
  for (let index = 0; index < count; index += 1) {
    const subtable = table.subarray(table.readUInt32BE(4 + index * 8 + 4));
    const format = subtable.readUInt16BE(0);
    if (format === 4) addSegments(subtable, found);
    if (format === 12) addGroups(subtable, found);
  }
  return found;
}

function addSegments(table: Buffer, into: Set<number>): void {
  const double = table.readUInt16BE(6);
  const [ends, starts] = [14, 16 + double];
  const [deltas, ranges] = [starts + double, starts + double * 2];
  for (let at = 0; at < double; at += 2) {
    const [end, start] = [table.readUInt16BE(ends + at), table.readUInt16BE(starts + at)];
    const [delta, range] = [table.readUInt16BE(deltas + at), table.readUInt16BE(ranges + at)];
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const own = range === 0 ? code : table.readUInt16BE(ranges + at + range + (code - start) * 2);
      if (own !== 0 && ((own + delta) & 0xffff) !== 0) into.add(code);
    }
  }
}

function addGroups(table: Buffer, into: Set<number>): void {
  const count = table.readUInt32BE(12);
  for (let at = 16; at < 16 + count * 12; at += 12) {
    const end = table.readUInt32BE(at + 4);
    for (let code = table.readUInt32BE(at); code <= end; code += 1) into.add(code);
  }
}
