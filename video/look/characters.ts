import type { SceneGraph } from "../scene-graph/scene-graph.ts";

/** What templates write by themselves: numbers, units, quotation marks. */
const ALWAYS = "0123456789%.,…—–-+×“”‘’「」・ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Every character that a film may show, each once. */
export function charactersIn(graph: SceneGraph): string {
  const words: string[] = [ALWAYS];
  const collect = (value: unknown): void => {
    if (typeof value === "string") words.push(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (value && typeof value === "object") Object.values(value).forEach(collect);
  };
  for (const layer of graph.layers) if (layer.type === "Scene") collect(layer.content);
  if (graph.captions.burnIn !== false) collect(graph.captions.cues);
  return [...new Set(words.join(""))].join("");
}
