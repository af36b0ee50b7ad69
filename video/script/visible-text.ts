import type { SceneContent, TemplateName } from "../scene-graph/content.ts";

/** Every word that a scene writes on the screen, in reading order. */
export function visibleText(content: SceneContent): string[] {
  return wordsOf(content).filter((text): text is string => text !== undefined && text !== "");
}

function wordsOf(content: SceneContent): (string | undefined)[] {
  switch (content.template) {
    case "title":
      return [content.kicker, content.headline, content.subtitle];
    case "section":
      return [content.headline];
    case "statement":
      return [content.text];
    case "list":
      return [content.headline, ...content.items.flatMap((item) => [item.text, item.detail])];
    case "steps":
      return [content.headline, ...content.steps.flatMap((step) => [step.label, step.detail])];
    case "figure":
      return [
        `${content.prefix ?? ""}${content.value} ${content.unit ?? ""}`.trim(),
        content.label,
        content.context,
      ];
    case "chart":
      return [
        content.headline,
        ...content.series.map(({ label, value, text }) =>
          `${label} ${text ?? `${value} ${content.unit ?? ""}`}`.trim(),
        ),
      ];
    case "comparison":
      return [
        content.headline,
        content.left.title,
        ...content.left.points,
        content.right.title,
        ...content.right.points,
      ];
    case "quote":
      return [content.text, content.attribution];
    case "code":
      return [content.headline, ...content.lines];
    case "table":
      return [content.headline, ...content.header, ...content.rows.flat()];
    case "closing":
      return [content.headline, content.action, content.link];
    case "terminal":
    case "fileTree":
    case "timeline":
    case "kinetic":
    case "browser":
    case "phone":
    case "relations":
    case "location":
    case "image":
    case "imageGrid":
    case "logo":
      return wordsOfDrawn(content);
    default:
      return content satisfies never;
  }
}

type Told =
  | "title"
  | "section"
  | "statement"
  | "list"
  | "steps"
  | "figure"
  | "chart"
  | "comparison"
  | "quote"
  | "code"
  | "table"
  | "closing";
type Drawn = Exclude<SceneContent, { template: Told }>;

/** Of scenes whose words stand in or beside a drawn thing. */
function wordsOfDrawn(content: Drawn): (string | undefined)[] {
  switch (content.template) {
    case "terminal":
      return [content.headline, ...content.lines.map(({ text }) => text)];
    case "fileTree":
      return [content.headline, ...content.entries.flatMap(({ name, note }) => [name, note])];
    case "timeline":
      return [content.headline, ...content.events.flatMap(({ when, label }) => [when, label])];
    case "kinetic":
      return content.beats;
    case "browser":
      return [content.address, content.title, content.text];
    case "phone":
      return [
        content.headline,
        content.app,
        ...content.cards.flatMap(({ title, text }) => [title, text]),
      ];
    case "relations":
      return [
        content.headline,
        content.hub,
        ...content.nodes.flatMap(({ label, detail }) => [label, detail]),
      ];
    case "location":
      return [
        content.place,
        content.address,
        ...content.facts.flatMap(({ label, text }) => [label, text]),
      ];
    case "image":
      return [content.caption, content.credit];
    case "imageGrid":
      return [content.headline, ...content.images.map(({ caption }) => caption)];
    case "logo":
      return [content.name, content.line];
    default:
      return content satisfies never;
  }
}

/** These are looked at, not read through. */
const LOOKED_AT: ReadonlySet<TemplateName> = new Set(["code", "table", "terminal", "fileTree"]);

/** Seconds that a viewer needs to read a scene: about 20 characters a second, Japanese 9, after a look around. */
export function readingSeconds(content: SceneContent): number {
  const most = LOOKED_AT.has(content.template) ? 5 : 7;
  return Math.min(wholeReadingSeconds(content), most);
}

/** The same for a scene of which nothing is heard: it is read to its end. */
export function wholeReadingSeconds(content: SceneContent): number {
  const words = visibleText(content);
  const characters = words.join("");
  const wide = (characters.match(/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/gu) ?? []).length;
  return 0.8 + (characters.length - wide) / 20 + wide / 9;
}
