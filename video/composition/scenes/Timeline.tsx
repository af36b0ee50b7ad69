import type { ContentOf } from "../context.tsx";
import { useStage } from "../context.tsx";
import { headOf } from "../parts/Spread.tsx";
import { Dates } from "../timeline/Dates.tsx";
import { Flags } from "../timeline/Flags.tsx";
import { setFlags } from "../timeline/flags.ts";

/** What happened when: flags along a line in wide pictures, dates down a line in narrow ones. */
export function Timeline({ content }: { readonly content: ContentOf<"timeline"> }) {
  const stage = useStage();
  const head = headOf(stage, content.headline, 36);
  const isWide = stage.layout.stacked && stage.stage.aspect === "16:9";
  const flags = isWide ? setFlags(content, stage, head) : null;
  return flags ? <Flags head={head} flags={flags} /> : <Dates content={content} head={head} />;
}
