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
import { charactersIn } from "../look/characters.ts";
import type { Face, Theme } from "../look/theme.ts";

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

function loadFace(face: Face, characters: string): Promise<unknown>[] {
  const families = face.family.split(",").map((family) => family.trim());
  return families.flatMap((family) =>
    [face.weight, face.bold].map(async (weight) =>
      document.fonts.load(`${weight} 48px ${family}`, characters),
    ),
  );
}
