import { useMemo } from "react";
import { AbsoluteFill, random } from "remotion";
import type { Theme } from "../look/theme.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";

interface Props {
  readonly effects: SceneGraph["effects"];
  readonly theme: Theme;
  readonly seed: number;
}

/** Still texture over the whole picture: moving grain would cost bitrate and rest for the eyes. */
export function Effects({ effects, theme, seed }: Props) {
  const amount = (type: "grain" | "vignette"): number =>
    effects.find((effect) => effect.type === type)?.amount ?? 0;
  const tile = useMemo(() => grainTile(seed), [seed]);
  const grain = Math.max(theme.texture.grain, amount("grain") * 0.16);
  const vignette = amount("vignette") * 0.3;
  return (
    <>
      {grain > 0 ? (
        <AbsoluteFill style={{ backgroundImage: `url(${tile})`, opacity: grain }} />
      ) : null}
      {vignette > 0 ? (
        <AbsoluteFill
          style={{
            background: `radial-gradient(ellipse at 50% 46%, transparent 55%, rgba(8, 8, 12, ${vignette}) 130%)`,
          }}
        />
      ) : null}
    </>
  );
}

const TILE = 256;

/** A tile of grey noise: as many lighter as darker grains, so that it changes no colour. */
function grainTile(seed: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = TILE;
  canvas.height = TILE;
  const context = canvas.getContext("2d");
  if (!context) return "";
  const image = context.createImageData(TILE, TILE);
  for (let at = 0; at < image.data.length; at += 4) {
    const value = random(`${seed}-${at}`) < 0.5 ? 20 : 235;
    image.data.set([value, value, value, Math.round(255 * random(`grain-${at}`) ** 2)], at);
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
