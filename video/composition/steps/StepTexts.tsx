import { mix } from "../../look/colour.ts";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import type { SetRow } from "../text/rows.ts";
import { EnteringText } from "../text/Text.tsx";

interface Props {
  readonly row: SetRow;
  /** Between label and detail. */
  readonly gap: number;
  readonly at: number;
  readonly next: number | undefined;
}

/** A step's label and detail; a step that is done goes back a little. */
export function StepTexts({ row, gap, at, next }: Props) {
  const { tone, frame, entrance } = useStage();
  const past = next === undefined ? 0 : progress(frame, next, entrance);
  return (
    <div style={{ display: "flex", flexDirection: "column", gap }}>
      <EnteringText
        role="body"
        at={at + 2}
        manner="rise"
        of={row.main}
        colour={mix(tone.foreground, tone.muted, past * 0.7)}
      />
      {row.small && row.detail ? (
        <EnteringText role="detail" at={at + 6} manner="fade" of={row.small} colour={tone.muted} />
      ) : null}
    </div>
  );
}
