import type { ContentOf } from "../context.tsx";
import { useStage } from "../context.tsx";
import { headOf } from "../parts/Spread.tsx";
import { Along } from "../steps/Along.tsx";
import { setStairs } from "../steps/stairs.ts";
import { Down } from "../steps/Down.tsx";

/** A way from the first step to the last: stairs in wide pictures, down a line in narrow ones. */
export function Steps({ content }: { readonly content: ContentOf<"steps"> }) {
  const stage = useStage();
  const head = headOf(stage, content.headline);
  const isWide = stage.layout.stacked && stage.stage.aspect === "16:9";
  const stairs = isWide ? setStairs(content, stage, head) : null;
  return stairs ? (
    <Along head={head} stairs={stairs} first={content.first ?? 1} />
  ) : (
    <Down content={content} head={head} />
  );
}
