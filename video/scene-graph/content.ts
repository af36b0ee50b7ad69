import { z } from "zod";

/**
 * What one scene shows: the typed contents of the scene templates. The ScriptSmith writes them, the
 * Director puts them into the scene graph, and the composition draws them.
 */

const short = z.string().min(1).max(140);
const line = z.string().min(1).max(90);

export const TitleContent = z.strictObject({
  template: z.literal("title"),
  kicker: z.string().max(60).optional(),
  headline: short,
  subtitle: z.string().max(140).optional(),
});

export const SectionContent = z.strictObject({
  template: z.literal("section"),
  number: z.string().max(4).optional(),
  headline: line,
});

export const StatementContent = z.strictObject({
  template: z.literal("statement"),
  text: short,
  /** Words or phrases of `text`, verbatim, that carry the accent. */
  emphasis: z.array(z.string()).max(3),
});

export const ListContent = z.strictObject({
  template: z.literal("list"),
  headline: line,
  items: z
    .array(z.strictObject({ text: line, detail: z.string().max(120).optional() }))
    .min(2)
    .max(6),
});

/** Ordered: a timeline or the steps of a procedure. */
export const StepsContent = z.strictObject({
  template: z.literal("steps"),
  headline: line,
  steps: z
    .array(z.strictObject({ label: line, detail: z.string().max(120).optional() }))
    .min(2)
    .max(5),
});

/** One number that counts up. `value` is kept as written; `prefix` and `unit` stand beside it. */
export const FigureContent = z.strictObject({
  template: z.literal("figure"),
  value: z.string().min(1).max(12),
  prefix: z.string().max(4).optional(),
  unit: z.string().max(16).optional(),
  label: line,
  context: z.string().max(120).optional(),
});

export const ChartContent = z.strictObject({
  template: z.literal("chart"),
  kind: z.enum(["bar", "line", "donut"]),
  headline: line,
  unit: z.string().max(16).optional(),
  series: z
    .array(z.strictObject({ label: z.string().min(1).max(32), value: z.number() }))
    .min(2)
    .max(8),
});

const side = z.strictObject({
  title: z.string().min(1).max(40),
  points: z.array(line).min(1).max(4),
});
export const ComparisonContent = z.strictObject({
  template: z.literal("comparison"),
  headline: line.optional(),
  left: side,
  right: side,
});

export const QuoteContent = z.strictObject({
  template: z.literal("quote"),
  text: z.string().min(1).max(200),
  attribution: z.string().max(60).optional(),
});

/** At most 12 lines of at most 64 characters reach the screen. */
export const CodeContent = z.strictObject({
  template: z.literal("code"),
  headline: line.optional(),
  language: z.string().max(20),
  lines: z.array(z.string().max(64)).min(1).max(12),
  /** 1-based lines that carry the accent. */
  highlight: z.array(z.int().positive()).max(6),
});

export const TableContent = z.strictObject({
  template: z.literal("table"),
  headline: line,
  header: z.array(z.string().max(32)).min(2).max(4),
  rows: z
    .array(z.array(z.string().max(40)))
    .min(1)
    .max(6),
});

export const ClosingContent = z.strictObject({
  template: z.literal("closing"),
  headline: short,
  /** What the viewer is asked to do. */
  action: z.string().max(90).optional(),
  /** As shown, e.g. `example.org/start`. */
  link: z.string().max(60).optional(),
});

export const SceneContent = z.discriminatedUnion("template", [
  TitleContent,
  SectionContent,
  StatementContent,
  ListContent,
  StepsContent,
  FigureContent,
  ChartContent,
  ComparisonContent,
  QuoteContent,
  CodeContent,
  TableContent,
  ClosingContent,
]);
export type SceneContent = z.infer<typeof SceneContent>;
export type TemplateName = SceneContent["template"];
