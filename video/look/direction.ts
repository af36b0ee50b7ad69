import type { TemplateName } from "../scene-graph/content.ts";
import type { Box, Layout, Stage } from "./stage.ts";

const RIGHT_TO_LEFT = new Set(["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"]);

/** What is the same from either side, such as code, charts and devices, stays as it is. */
const TURNED: ReadonlySet<TemplateName> = new Set([
  "title",
  "section",
  "statement",
  "list",
  "figure",
  "comparison",
  "quote",
  "table",
  "kinetic",
  "image",
  "logo",
  "closing",
]);

/** Whether a scene reads from right to left: its words begin at the right, and so does its layout. */
export function isTurned(language: string, template: TemplateName): boolean {
  return isRightToLeft(language) && TURNED.has(template);
}

export function isRightToLeft(language: string): boolean {
  return RIGHT_TO_LEFT.has(language.toLowerCase().split("-")[0] ?? "");
}

/** The same composition seen in a mirror. */
export function mirrored(layout: Layout, { w }: Stage): Layout {
  const turned = (box: Box): Box => ({ ...box, x: w - box.x - box.w });
  const { head, body, hero, panel, art } = layout;
  return {
    ...layout,
    head: turned(head),
    body: turned(body),
    hero: turned(hero),
    panel: panel && turned(panel),
    art: art && turned(art),
  };
}
