import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/fraunces/full.css";
import "@fontsource-variable/newsreader/opsz.css";
import "@fontsource-variable/bricolage-grotesque/standard.css";
import "@fontsource/jetbrains-mono/400.css";
import "@fontsource/jetbrains-mono/700.css";
import "@fontsource/jetbrains-mono/800.css";
import "@fontsource/noto-sans-jp/400.css";
import "@fontsource/noto-sans-jp/700.css";
import "@fontsource/noto-sans-jp/900.css";
import "@fontsource/noto-serif-jp/500.css";
import "@fontsource/noto-serif-jp/700.css";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import type { Face, Theme } from "../look/theme.ts";

const ALWAYS = "0123456789%.,…—–-+×“”‘’「」・ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * Loads every face of the theme for exactly the characters of the film, so that no frame is taken
 * in a fallback face. Japanese faces come in some hundred subsets; only those in use are fetched.
 */
export async function loadFonts(graph: SceneGraph, theme: Theme): Promise<void> {
  const characters = charactersIn(graph);
  const { display, body, mono } = theme.type;
  await Promise.all([display, body, mono].flatMap((face) => loadFace(face, characters)));
  await document.fonts.ready;
}

function charactersIn(graph: SceneGraph): string {
  const words: string[] = [ALWAYS];
  const collect = (value: unknown): void => {
    if (typeof value === "string") words.push(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (value && typeof value === "object") Object.values(value).forEach(collect);
  };
  for (const layer of graph.layers) if (layer.type === "Scene") collect(layer.content);
  if (graph.captions.burnIn) collect(graph.captions.cues);
  return [...new Set(words.join(""))].join("");
}

function loadFace(face: Face, characters: string): Promise<unknown>[] {
  const families = face.family.split(",").map((family) => family.trim());
  return families.flatMap((family) =>
    [face.weight, face.bold].map(async (weight) =>
      document.fonts.load(`${weight} 48px ${family}`, characters),
    ),
  );
}
