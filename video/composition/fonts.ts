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
import { useEffect, useState } from "react";
import { useDelayRender } from "remotion";
import type { Face, Theme } from "../look/theme.ts";

/** Whether every face of the theme is there for these characters; no frame is taken before. */
export function useFonts(characters: string, theme: Theme): boolean {
  const [isReady, setReady] = useState(false);
  const { delayRender, continueRender, cancelRender } = useDelayRender();
  const [handle] = useState(() => delayRender("Loading the fonts"));
  useEffect(() => {
    loadFonts(characters, theme).then(
      () => setReady(true),
      (error: unknown) => cancelRender(error),
    );
  }, [characters, theme, cancelRender]);
  // Only once the contents are in the page may a frame be taken.
  useEffect(() => {
    if (isReady) continueRender(handle);
  }, [isReady, handle, continueRender]);
  return isReady;
}

/**
 * Loads every face of the theme for exactly these characters, so that no frame is taken
 * in a fallback face. Japanese faces come in some hundred subsets; only those in use are fetched.
 */
async function loadFonts(characters: string, theme: Theme): Promise<void> {
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
