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
  /** Number of the first step shown, when others went before; 1 when absent. */
  first: z.int().min(2).max(99).optional(),
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
    .array(
      z.strictObject({
        label: z.string().min(1).max(32),
        value: z.number(),
        /** The value as it is written, with the unit where it has one: `$48k`, `3.0`. */
        text: z.string().min(1).max(24).optional(),
      }),
    )
    .min(2)
    .max(8),
  /** Of the series, what the film is about; without it the greatest value is accented. */
  accent: z.int().min(0).max(7).optional(),
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

/** At most 12 lines reach the screen; long ones in rows. */
export const CodeContent = z.strictObject({
  template: z.literal("code"),
  headline: line.optional(),
  language: z.string().max(20),
  lines: z.array(z.string().max(160)).min(1).max(12),
  /** 1-based lines that carry the accent. */
  highlight: z.array(z.int().positive()).max(6),
});

export const TableContent = z.strictObject({
  template: z.literal("table"),
  headline: line,
  header: z.array(z.string().max(64)).min(2).max(4),
  rows: z
    .array(z.array(z.string().max(100)))
    .min(1)
    .max(6),
});

/** A session at a command line: what is typed, and what comes back. */
export const TerminalContent = z.strictObject({
  template: z.literal("terminal"),
  headline: line.optional(),
  lines: z
    .array(
      z.strictObject({
        kind: z.enum(["command", "output", "comment"]),
        text: z.string().min(1).max(240),
      }),
    )
    .min(1)
    .max(10),
});

/** Folders and files in reading order; `depth` counts the folders around an entry. */
export const FileTreeContent = z.strictObject({
  template: z.literal("fileTree"),
  headline: line.optional(),
  entries: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(36),
        depth: z.int().min(0).max(4),
        isFolder: z.boolean(),
        note: z.string().max(32).optional(),
      }),
    )
    .min(2)
    .max(12),
});

/** What happened, or will happen, when; in order of time. */
export const TimelineContent = z.strictObject({
  template: z.literal("timeline"),
  headline: line,
  events: z
    .array(z.strictObject({ when: z.string().min(1).max(30), label: line }))
    .min(2)
    .max(6),
});

/** A sentence in beats: each fills a line of its own when it is spoken. */
export const KineticContent = z.strictObject({
  template: z.literal("kinetic"),
  beats: z.array(z.string().min(1).max(40)).min(2).max(5),
  /** Index of the beat that carries the accent. */
  accent: z.int().nonnegative(),
});

/** A page on the web, in a window with its address. */
export const BrowserContent = z.strictObject({
  template: z.literal("browser"),
  /** As shown, e.g. `example.org/start`. */
  address: z.string().min(1).max(60),
  title: line,
  text: z.string().max(140).optional(),
});

/** Notices of an app on a phone, one after the other. */
export const PhoneContent = z.strictObject({
  template: z.literal("phone"),
  headline: line,
  app: z.string().min(1).max(24),
  cards: z
    .array(
      z.strictObject({ title: z.string().min(1).max(48), text: z.string().max(72).optional() }),
    )
    .min(1)
    .max(4),
});

/** One thing and what it is joined to. */
export const RelationsContent = z.strictObject({
  template: z.literal("relations"),
  headline: line.optional(),
  hub: z.string().min(1).max(32),
  nodes: z
    .array(
      z.strictObject({ label: z.string().min(1).max(36), detail: z.string().max(60).optional() }),
    )
    .min(3)
    .max(6),
});

/** Where something is or takes place, without a map. */
export const LocationContent = z.strictObject({
  template: z.literal("location"),
  place: z.string().min(1).max(60),
  address: z.string().max(90).optional(),
  facts: z
    .array(z.strictObject({ label: z.string().min(1).max(20), text: z.string().min(1).max(60) }))
    .max(3),
});

/** Id of a picture among the scene graph's assets. */
const picture = z.string().min(1).max(80);

/** One picture that fills the screen. */
export const ImageContent = z.strictObject({
  template: z.literal("image"),
  asset: picture,
  caption: z.string().max(120).optional(),
  /** Whom it is by, and its licence. */
  credit: z.string().max(90).optional(),
});

export const ImageGridContent = z.strictObject({
  template: z.literal("imageGrid"),
  headline: line.optional(),
  images: z
    .array(z.strictObject({ asset: picture, caption: z.string().max(40).optional() }))
    .min(2)
    .max(6),
});

/** A mark, or a name set as one, locked up with its line. */
export const LogoContent = z.strictObject({
  template: z.literal("logo"),
  asset: picture.optional(),
  name: z.string().min(1).max(40),
  line: line.optional(),
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
  TerminalContent,
  FileTreeContent,
  TimelineContent,
  KineticContent,
  BrowserContent,
  PhoneContent,
  RelationsContent,
  LocationContent,
  ImageContent,
  ImageGridContent,
  LogoContent,
  ClosingContent,
]);
export type SceneContent = z.infer<typeof SceneContent>;
export type TemplateName = SceneContent["template"];

/** Ids of the pictures that a scene shows, each once. */
export function picturesOf(content: SceneContent): string[] {
  const { template } = content;
  if (template === "image") return [content.asset];
  if (template === "imageGrid") return [...new Set(content.images.map(({ asset }) => asset))];
  return template === "logo" && content.asset !== undefined ? [content.asset] : [];
}
