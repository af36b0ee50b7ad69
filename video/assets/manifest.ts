import { z } from "zod";
import { BlobRef } from "../../kernel/blob-ref.ts";

/** Motiva's asset record (`id`, `type`, `uri`, `generator`) with provenance, licence and length. */
export const Asset = z.strictObject({
  id: z.string(),
  type: z.enum(["image", "audio", "video", "data"]),
  /** Relative to the job's folder once published, `blob:<sha256>` before. */
  uri: z.string(),
  generator: z.string(),
  blob: BlobRef,
  shot: z.string().nullable(),
  seconds: z.number().nonnegative().nullable(),
  licence: z.string(),
  provenance: z.string(),
  /** Why a lesser tool was taken, when it was: shown in the report. */
  fallback: z.string().nullable(),
});
export type Asset = z.infer<typeof Asset>;

export const AssetManifest = z.array(Asset);
export type AssetManifest = z.infer<typeof AssetManifest>;
