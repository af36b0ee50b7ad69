import type { Brief, Sentence } from "./brief.ts";

/**
 * Where in the text stands what the film is asked to say, in front matter, in a form or in sentences.
 * What stands there in other words, or nowhere, has no anchor.
 */
export function anchorsOf(
  text: string,
  {
    title,
    keyMessages,
    mustHave,
    goal,
  }: Pick<Brief, "title" | "keyMessages" | "mustHave" | "goal">,
): Sentence[] {
  const asked = [title, ...keyMessages, ...mustHave, ...(goal === null ? [] : [goal])];
  return asked.flatMap((wanted) => {
    const found = patternOf(wanted).exec(text);
    if (!found || wanted === "") return [];
    return [{ text: wanted, span: { start: found.index, end: found.index + found[0].length } }];
  });
}

/** Lines may be broken, and words emphasized, where the reading has a space. */
function patternOf(wanted: string): RegExp {
  const words = wanted.split(/\s+/).map((word) => RegExp.escape(word));
  return new RegExp(words.join("[\\s*_`>]{1,8}"), "u");
}
