/** What a file is by its first bytes, whatever its name says. */
export interface Format {
  readonly name: string;
  readonly kind: "picture" | "drawing" | "footage" | "sound";
  /** The only one of ffmpeg's demuxers that may open it: playlists and the like reach other files. */
  readonly demuxer: string;
  readonly extension: string;
}

/** Bytes that tell the format. */
export const HEAD_BYTES = 1_024;

/** Null for what can't be used in a film. */
export function formatOf(head: Buffer): Format | null {
  return FORMATS.find(({ is }) => is(head)) ?? null;
}

const FORMATS: readonly (Format & { readonly is: (head: Buffer) => boolean })[] = [
  picture("PNG", "png_pipe", ".png", (head) => starts(head, "\x89PNG\r\n")),
  picture("JPEG", "jpeg_pipe", ".jpg", (head) => starts(head, "\xff\xd8\xff")),
  picture("WebP", "webp_pipe", ".webp", (head) => starts(head, "RIFF") && at(head, 8, "WEBP")),
  picture("GIF", "gif", ".gif", (head) => starts(head, "GIF8")),
  {
    name: "SVG",
    kind: "drawing",
    demuxer: "",
    extension: ".svg",
    is: (head) =>
      /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*|<!DOCTYPE[^>[]*>\s*)*<svg[\s>]/.test(
        head.toString("utf8"),
      ),
  },
  {
    name: "M4A",
    kind: "sound",
    demuxer: "mov",
    extension: ".m4a",
    is: (head) => at(head, 4, "ftypM4A"),
  },
  {
    name: "MP4 or MOV",
    kind: "footage",
    demuxer: "mov",
    extension: ".mp4",
    is: (head) =>
      at(head, 4, "ftyp") && !/^(?:avif|heic|heix|mif1)/.test(head.toString("latin1", 8, 12)),
  },
  {
    name: "WebM or Matroska",
    kind: "footage",
    demuxer: "matroska",
    extension: ".webm",
    is: (head) => starts(head, "\x1a\x45\xdf\xa3"),
  },
  sound("WAV", "wav", ".wav", (head) => starts(head, "RIFF") && at(head, 8, "WAVE")),
  sound("FLAC", "flac", ".flac", (head) => starts(head, "fLaC")),
  sound("Ogg", "ogg", ".ogg", (head) => starts(head, "OggS")),
  sound(
    "MP3",
    "mp3",
    ".mp3",
    (head) => starts(head, "ID3") || /^\xff[\xfb\xfa\xf3\xf2]/.test(head.toString("latin1", 0, 2)),
  ),
];

function picture(name: string, demuxer: string, extension: string, is: (head: Buffer) => boolean) {
  return { name, kind: "picture", demuxer, extension, is } as const;
}

function sound(name: string, demuxer: string, extension: string, is: (head: Buffer) => boolean) {
  return { name, kind: "sound", demuxer, extension, is } as const;
}

function starts(head: Buffer, bytes: string): boolean {
  return at(head, 0, bytes);
}

function at(head: Buffer, offset: number, bytes: string): boolean {
  return head.toString("latin1", offset, offset + bytes.length) === bytes;
}
