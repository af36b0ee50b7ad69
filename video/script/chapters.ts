import type { Scene } from "./ledger.ts";

/** Chapter cards have the author's numbers, or count from one where there are none; a lone card announces nothing and goes, as does one that the next scene repeats. */
export function chaptersNumbered(all: readonly Scene[]): Scene[] {
  const scenes = all.filter((scene, index) => !isRepeated(scene, all[index + 1]));
  const cards = scenes.filter((scene) => scene.moment.content.template === "section");
  const dropped = cards.length === 1 && scenes.length > 3 && cards[0]?.carries.length === 0;
  const areNumbered = cards.some(
    ({ moment: { content } }) => content.template === "section" && content.number !== undefined,
  );
  return scenes
    .filter((scene) => !dropped || scene !== cards[0])
    .map((scene): Scene => {
      const { content } = scene.moment;
      if (content.template !== "section") return scene;
      if (areNumbered) return scene;
      const number = String(cards.indexOf(scene) + 1);
      return { ...scene, moment: { ...scene.moment, content: { ...content, number } } };
    });
}

function isRepeated({ moment: { content } }: Scene, next: Scene | undefined): boolean {
  if (content.template !== "section" || next === undefined) return false;
  return "headline" in next.moment.content && next.moment.content.headline === content.headline;
}
