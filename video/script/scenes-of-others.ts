import type { Block } from "../brief/brief.ts";
import { shorterForms } from "../language/clauses.ts";
import { fit, headline, polish } from "../language/headline.ts";
import { splitSentences } from "../language/sentences.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { areOpposites } from "./contrast.ts";
import { moment, type Moment, type Place, type Reading } from "./moment.ts";

type Quote = Extract<Block, { kind: "quote" }>;
type Heading = Extract<Block, { kind: "heading" }>;

/** Words that somebody said. */
export function momentsOfQuote({ tongue }: Reading, place: Place, quote: Quote): Moment[] {
  const text = fit(quote.text, 200, tongue);
  const attribution = quote.attribution ? fit(polish(quote.attribution, tongue), 60, tongue) : null;
  const content: SceneContent = {
    template: "quote",
    text,
    ...(attribution ? { attribution } : {}),
  };
  const lead = place.lead ? [place.lead] : [];
  const sentences = splitSentences(quote.text).map((one) => one.text);
  const forms =
    sentences.length === 1
      ? shorterForms(quote.text, tongue).map((form) => [form])
      : [sentences, sentences.slice(0, 1)];
  return [
    moment({
      order: place.at,
      content,
      tellings: [
        ...(lead.length > 0 ? forms.map((form) => [...lead, ...form]) : []),
        ...forms,
        ...(lead.length > 0 ? [lead] : []),
      ],
      owns: lead,
      sources: [quote.span],
      weight: attribution ? 6.4 : 5.6,
    }),
  ];
}

/** A chapter card, for films that are long enough to have chapters. */
export function momentsOfHeading(
  { brief, tongue }: Reading,
  place: Place,
  heading: Heading,
): Moment[] {
  if (heading.text === brief.title || heading.level > 2) return [];
  const [, number, name = heading.text] = NUMBERED.exec(heading.text) ?? [];
  return [
    moment({
      order: place.at - 0.1,
      content: {
        template: "section",
        ...(number ? { number } : {}),
        headline: headline(name, { tongue, max: 90 }),
      },
      tellings: [[heading.text], []],
      sources: [heading.span],
      weight: 2.4,
    }),
  ];
}

/** "2. Roof" */
const NUMBERED = /^(\d{1,2})(?:[.)．、]|\s[–—-])\s*(?!\d)(\S.*)$/;

/** Two neighbouring headings that are opposites ("Before", "After"), each with its points. */
export function momentsOfSiblings({ brief, tongue }: Reading): Moment[] {
  const headings = brief.blocks.flatMap((block, at) =>
    block.kind === "heading" ? [{ block, at }] : [],
  );
  return headings.flatMap((left, index) => {
    const right = headings[index + 1];
    if (!right || !areOpposites(left.block.text, right.block.text)) return [];
    const end = headings[index + 2]?.at ?? brief.blocks.length;
    const one = pointsBetween(brief.blocks.slice(left.at + 1, right.at));
    const other = pointsBetween(brief.blocks.slice(right.at + 1, end));
    if (one.length === 0 || other.length === 0) return [];
    const side = (
      title: string,
      points: readonly string[],
    ): { title: string; points: string[] } => ({
      title: fit(polish(title, tongue), 40, tongue),
      points: points
        .slice(0, 4)
        .map((point) => headline(point, { tongue, max: 90, ideal: tongue === "ja" ? 24 : 54 })),
    });
    return [
      moment({
        order: left.at,
        content: {
          template: "comparison",
          left: side(left.block.text, one),
          right: side(right.block.text, other),
        },
        tellings: [
          [...one.slice(0, 2), ...other.slice(0, 2)],
          [one[0] ?? "", other[0] ?? ""],
        ],
        owns: [...one, ...other],
        sources: [left.block.span, right.block.span],
        weight: 6.4,
      }),
    ];
  });
}

function pointsBetween(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) =>
    block.kind === "list"
      ? block.items.map((item) => item.text)
      : block.kind === "paragraph"
        ? block.sentences.map((one) => one.text)
        : [],
  );
}
