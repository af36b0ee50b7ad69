import { useStage } from "../context.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

/** Height of the caption with its gap. */
export const CAPTION = 54;

/** What the numbers of a chart are, once, above them. */
export function UnitCaption({ unit, width }: { readonly unit: string; readonly width: number }) {
  const { tone, theme, enter } = useStage();
  const face = theme.type.body;
  const fitted = setText(unit, face, {
    maxWidth: width,
    maxHeight: 50,
    max: 30,
    min: 28,
    lines: 1,
  });
  return (
    <div style={{ width, height: CAPTION, flexShrink: 0 }}>
      <EnteringText
        role="label"
        at={enter + 4}
        manner="fade"
        of={fitted}
        align="right"
        colour={tone.muted}
      />
    </div>
  );
}
