import type { Brief } from "../brief/brief.ts";
import type { Scene } from "./ledger.ts";
import { visibleText } from "./visible-text.ts";

/** Sentences of the brief that are neither said nor shown, in order. */
export function leftOutOf(brief: Brief, scenes: readonly Scene[]): string[] {
  const used = new Set(
    scenes.flatMap((scene) => [
      ...scene.telling,
      ...scene.moment.owns,
      ...visibleText(scene.moment.content),
    ]),
  );
  return sentencesOf(brief).filter((sentence) => !used.has(sentence));
}

function sentencesOf(brief: Brief): string[] {
  return brief.blocks.flatMap((block) => {
    if (block.kind === "paragraph") return block.sentences.map((one) => one.text);
    if (block.kind === "list") return block.items.map((one) => one.text);
    return block.kind === "quote" ? [block.text] : [];
  });
}
