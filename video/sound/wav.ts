import { readFileSync, writeFileSync } from "node:fs";
import { assert, OperationalError } from "../../kernel/errors.ts";

/** The rate of everything that Kantoku makes, in Hz. */
export const RATE = 48_000;

/** Samples from −1 to 1, a `Float32Array` for each channel, all of one length. */
export interface Sound {
  readonly rate: number;
  readonly channels: readonly Float32Array[];
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** Of a format that says all we read; an extensible one has more. */
const FORMAT_BYTES = 16;

export function secondsOf(sound: Sound): number {
  return (sound.channels[0]?.length ?? 0) / sound.rate;
}

/** Reads a WAV of 16-bit integers or 32-bit floats; anything else is `wav-unreadable`. */
export function readWav(path: string): Sound {
  const bytes = readFileSync(path);
  if (bytes.toString("latin1", 0, 4) !== "RIFF") throw unreadable(path, "it is not a RIFF file");
  let format = { tag: 0, channels: 0, rate: 0, bits: 0 };
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const id = bytes.toString("latin1", offset, offset + 4);
    const size = bytes.readUInt32LE(offset + 4);
    const body = bytes.subarray(offset + 8, offset + 8 + size);
    if (id === "fmt " && size >= FORMAT_BYTES) format = readFormat(body);
    if (id === "data") return { rate: format.rate, channels: deinterleave(path, body, format) };
    offset += 8 + size + (size % 2);
  }
  throw unreadable(path, "it has no samples");
}

/** Writes 16-bit integers; samples beyond ±1 are held there. The bytes follow from the samples alone. */
export function writeWav(path: string, sound: Sound): void {
  const { channels, rate } = sound;
  const length = channels[0]?.length ?? 0;
  assert(
    channels.every((channel) => channel.length === length),
    "channels of one length",
  );
  const bytes = Buffer.alloc(44 + length * channels.length * 2);
  writeHeader(bytes, channels.length, rate);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset + 44, length * channels.length);
  for (const [number, channel] of channels.entries()) {
    for (let i = 0, at = number; i < length; i++, at += channels.length) {
      const held = Math.max(-1, Math.min(1, channel[i] as number));
      samples[at] = Math.round(held * 32767);
    }
  }
  writeFileSync(path, bytes);
}

function readFormat(body: Buffer) {
  const tag = body.readUInt16LE(0);
  return {
    tag: tag === EXTENSIBLE && body.length >= 26 ? body.readUInt16LE(24) : tag,
    channels: body.readUInt16LE(2),
    rate: body.readUInt32LE(4),
    bits: body.readUInt16LE(14),
  };
}

function deinterleave(
  path: string,
  body: Buffer,
  format: { tag: number; channels: number; bits: number },
): Float32Array[] {
  const isFloat = format.tag === FLOAT && format.bits === 32;
  if (!isFloat && !(format.tag === PCM && format.bits === 16)) {
    throw unreadable(path, `its samples have format ${format.tag} with ${format.bits} bits`);
  }
  const step = format.bits / 8;
  const length = Math.floor(body.length / (step * format.channels));
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  return Array.from({ length: format.channels }, (_, channel) => {
    const samples = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      const at = (i * format.channels + channel) * step;
      samples[i] = isFloat ? view.getFloat32(at, true) : view.getInt16(at, true) / 32768;
    }
    return samples;
  });
}

function writeHeader(bytes: Buffer, channels: number, rate: number): void {
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(PCM, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * channels * 2, 28);
  bytes.writeUInt16LE(channels * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(bytes.length - 44, 40);
}

function unreadable(path: string, reason: string): OperationalError {
  return new OperationalError("wav-unreadable", `${path} can't be read as WAV: ${reason}.`);
}
