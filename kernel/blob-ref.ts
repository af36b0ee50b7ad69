import { z } from "zod";

/** What a message carries instead of a big value: the content's hash, size and file extension. */
export const BlobRef = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  /** With its dot, or empty; tools like ffmpeg and Chromium want one. */
  extension: z.string().regex(/^(\.[a-z0-9]{1,8})?$/),
});
export type BlobRef = z.infer<typeof BlobRef>;
