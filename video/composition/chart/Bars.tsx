import { mix } from "../../look/colour.ts";
import type { ContentOf } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Rule } from "../parts/Rule.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";
import { formatterOf } from "./numbers.ts";

export interface ChartProps {
  readonly content: ContentOf<"chart">;
  readonly size: { readonly w: number; readonly h: number };
}

const GROW = 34;

/** The greatest value carries the accent: it is what a viewer looks for. */
export function leaderOf({ series }: ContentOf<"chart">): number {
  const values = series.map(({ value }) => value);
  return values.indexOf(Math.max(...values));
}

/** A value with its unit: close up for signs, with a space for words. */
export function withUnit(value: string, unit: string | undefined): string {
  if (!unit) return value;
  return /^[%°‰\u3040-\u9fff]/u.test(unit) ? `${value}${unit}` : `${value} ${unit}`;
}

/** Lying bars: for long names and narrow pictures. */
export function BarChart({ content, size }: ChartProps) {
  const stage = useStage();
  const { theme, tone, frame, scene } = stage;
  const { body } = theme.type;
  const { series, unit } = content;
  const format = formatterOf(
    series.map(({ value }) => value),
    languageOf(scene.content),
  );
  const reveals = revealsOf(stage, series.length);
  const row = Math.min(150, size.h / series.length);
  const text = Math.max(30, Math.min(42, row * 0.34));
  const values = series.map(({ value }) =>
    setText(withUnit(format(value), unit), body, {
      maxWidth: 420,
      maxHeight: 100,
      max: text,
      min: 28,
      lines: 1,
      isBold: true,
    }),
  );
  const room = size.w - Math.max(...values.map(({ width }) => width)) - 28;
  const most = Math.max(...series.map(({ value }) => Math.abs(value)), 1e-9);
  return (
    <div
      style={{
        width: "100%",
        height: size.h,
        display: "flex",
        flexDirection: "column",
        justifyContent: "center",
      }}
    >
      {series.map(({ label, value }, index) => {
        const at = reveals[index] ?? 0;
        const share = progress(frame, at, GROW);
        const name = setText(label, body, {
          maxWidth: size.w,
          maxHeight: text * 1.6,
          max: text,
          min: 28,
          lines: 1,
        });
        const width = Math.max(6, (Math.abs(value) / most) * room * share);
        const isLeader = index === leaderOf(content);
        const figure = values[index];
        return (
          <div
            key={index}
            style={{
              height: row,
              display: "flex",
              flexDirection: "column",
              justifyContent: "center",
              gap: 6,
            }}
          >
            <EnteringText
              role="label"
              at={at}
              style="fade"
              fitted={name}
              face={body}
              text={label}
              colour={isLeader ? tone.foreground : tone.muted}
            />
            <div
              style={{
                display: "flex",
                alignItems: "center",
                gap: 20,
                opacity: Math.min(1, share * 6),
              }}
            >
              <div
                style={{
                  width,
                  height: Math.max(14, row - name.height - 34),
                  maxHeight: 54,
                  backgroundColor: isLeader
                    ? tone.accent
                    : mix(tone.background, tone.foreground, 0.3),
                  borderRadius: Math.min(6, theme.texture.radius),
                }}
              />
              {figure ? (
                <SetText
                  role="label"
                  fitted={{ ...figure, lineHeight: 1 }}
                  face={body}
                  isBold
                  text={format(value)}
                  colour={isLeader ? tone.accent : tone.foreground}
                  draw={() => withUnit(format(value * share), unit)}
                />
              ) : null}
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** Standing bars on a ground line. */
export function ColumnChart({ content, size }: ChartProps) {
  const stage = useStage();
  const { theme, tone, frame, scene, enter } = stage;
  const { body } = theme.type;
  const { series, unit } = content;
  const format = formatterOf(
    series.map(({ value }) => value),
    languageOf(scene.content),
  );
  const reveals = revealsOf(stage, series.length);
  const slot = size.w / series.length;
  const most = Math.max(...series.map(({ value }) => Math.abs(value)), 1e-9);
  const names = series.map(({ label }) =>
    setText(label, body, { maxWidth: slot - 16, maxHeight: 120, max: 38, min: 30 }),
  );
  const foot = Math.max(...names.map(({ height }) => height)) + 22;
  const room = size.h - foot - 84;
  return (
    <div style={{ position: "relative", width: "100%", height: size.h }}>
      {series.map(({ label, value }, index) => {
        const at = reveals[index] ?? 0;
        const share = progress(frame, at, GROW);
        const isLeader = index === leaderOf(content);
        const height = Math.max(4, (Math.abs(value) / most) * room);
        const figure = setText(withUnit(format(value), unit), body, {
          maxWidth: slot - 10,
          maxHeight: 70,
          max: isLeader ? 54 : 42,
          min: 28,
          lines: 1,
          isBold: true,
        });
        const name = names[index];
        return (
          <div
            key={index}
            style={{
              position: "absolute",
              left: slot * index,
              width: slot,
              bottom: 0,
              height: size.h,
            }}
          >
            <div
              style={{
                position: "absolute",
                left: slot * 0.14,
                right: slot * 0.14,
                bottom: foot,
                height,
                backgroundColor: isLeader
                  ? tone.accent
                  : mix(tone.background, tone.foreground, 0.26),
                transform: `scaleY(${share})`,
                transformOrigin: "bottom",
              }}
            />
            <div
              style={{
                position: "absolute",
                left: 0,
                right: 0,
                bottom: foot + height * share + 12,
                opacity: Math.min(1, share * 4),
              }}
            >
              <SetText
                role="label"
                fitted={{ ...figure, lineHeight: 1.1 }}
                face={body}
                isBold
                text={format(value)}
                align="center"
                colour={isLeader ? tone.accent : tone.foreground}
                draw={() => withUnit(format(value * share), unit)}
              />
            </div>
            {name ? (
              <div style={{ position: "absolute", left: 0, right: 0, top: size.h - foot + 20 }}>
                <EnteringText
                  role="label"
                  at={at}
                  style="fade"
                  fitted={name}
                  face={body}
                  text={label}
                  align="center"
                  colour={isLeader ? tone.foreground : tone.muted}
                />
              </div>
            ) : null}
          </div>
        );
      })}
      <div style={{ position: "absolute", left: 0, right: 0, bottom: foot - theme.texture.rule }}>
        <Rule at={enter + 2} width="100%" colour={tone.foreground} />
      </div>
    </div>
  );
}

/** Numbers are grouped as the scene's words suggest. */
export function languageOf(content: unknown): string {
  return /[\u3040-\u30ff]/u.test(JSON.stringify(content)) ? "ja" : "en";
}
