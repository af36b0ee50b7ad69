import type { SceneContent } from "../scene-graph/content.ts";

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
        ...content.series.map((one) => `${one.label} ${one.value} ${content.unit ?? ""}`.trim()),
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
    default:
      return content satisfies never;
  }
}

/** Seconds that a viewer needs to read a scene: about 20 characters a second, Japanese 9, after a look around. */
export function readingSeconds(content: SceneContent): number {
  const words = visibleText(content);
  const characters = words.join("");
  const wide = (characters.match(/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/gu) ?? []).length;
  const seconds = 0.8 + (characters.length - wide) / 20 + wide / 9;
  // Code and tables are looked at, not read through.
  return Math.min(seconds, content.template === "code" || content.template === "table" ? 5 : 7);
}
