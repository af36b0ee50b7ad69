import type { SceneContent } from "../scene-graph/content.ts";
import { EN_LONG } from "./samples/en-long.ts";
import { EN_SHORT } from "./samples/en-short.ts";
import { JA_LONG } from "./samples/ja-long.ts";
import { JA_SHORT } from "./samples/ja-short.ts";

export type SampleLanguage = "en" | "ja";
export type SampleLength = "short" | "long";

/**
 * Contents of every template, as short and as long as the ScriptSmith may write them, in two
 * languages, all in the same order: what the gallery shows and the layout tests measure.
 */
export const SAMPLES: Readonly<
  Record<SampleLanguage, Readonly<Record<SampleLength, readonly SceneContent[]>>>
> = {
  en: { short: EN_SHORT, long: EN_LONG },
  ja: { short: JA_SHORT, long: JA_LONG },
};

/** What a sample is called in the gallery: its template, and of a chart its kind. */
export function sampleName(content: SceneContent): string {
  return content.template === "chart" ? `chart-${content.kind}` : content.template;
}
