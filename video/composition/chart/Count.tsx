import { useStage } from "../context.tsx";
import type { Typeset } from "../text/measure.ts";
import { SetText } from "../text/Text.tsx";
import type { ChartProps } from "./values.ts";
import { figureOf, leaderOf } from "./values.ts";

interface Props {
  readonly content: ChartProps["content"];
  /** Which value of the series. */
  readonly index: number;
  /** The whole value, as set. */
  readonly of: Typeset;
  /** How far it has been counted, 0 to 1. */
  readonly share: number;
  readonly unit: string | undefined;
  readonly align?: "left" | "center";
}

/** A value that counts up together with its bar. */
export function Count({ content, index, of, share, unit, align = "left" }: Props) {
  const { tone } = useStage();
  const datum = content.series[index];
  const colour = index === leaderOf(content) ? tone.accent : tone.foreground;
  const counted = datum ? figureOf(datum, content, unit, share) : "";
  return <SetText role="label" of={of} align={align} colour={colour} draw={() => counted} />;
}
