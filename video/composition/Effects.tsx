import { useMemo } from "react";
import { AbsoluteFill, random } from "remotion";
import type { Theme } from "../look/theme.ts";
import type { EffectLayer, SceneGraph } from "../scene-graph/scene-graph.ts";

interface Props {
  readonly graph: SceneGraph;
  readonly theme: Theme;
  readonly frame: number;
}

/** Still texture over the whole picture: moving grain would cost bitrate and rest for the eyes. Fades lie over it. */
export function Effects({ graph, theme, frame }: Props) {
  const { effects, seed } = graph;
  const passing = graph.layers.filter(
    (layer): layer is EffectLayer =>
      layer.type === "Effect" && layer.start <= frame && frame < layer.start + layer.duration,
  );
  const amount = (type: "grain" | "vignette"): number =>
    Math.max(
      effects.find((effect) => effect.type === type)?.amount ?? 0,
      ...passing.filter(({ effectType }) => effectType === type).map((layer) => layer.amount),
    );
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
      {passing.map((layer) =>
        layer.effectType === "light-leak" ? (
          <LightLeak key={layer["@id"]} layer={layer} seed={seed} frame={frame} />
        ) : null,
      )}
      {passing.map((layer) => {
        const opacity = veil(layer, frame);
        const { background } = theme.tones.base;
        return opacity === 0 ? null : (
          <AbsoluteFill key={layer["@id"]} style={{ backgroundColor: background, opacity }} />
        );
      })}
    </>
  );
}

interface LeakProps {
  readonly layer: EffectLayer;
  readonly seed: number;
  readonly frame: number;
}

/** Of its brightest part, at full amount: texts beside it keep their contrast. */
const LEAK = 0.34;

/** Warm light that comes in at an edge, wanders along it and goes; the middle stays as it is. */
function LightLeak({ layer, seed, frame }: LeakProps) {
  const { start, duration, amount } = layer;
  const share = (frame - start + 0.5) / duration;
  const id = `${seed}-${layer["@id"]}`;
  const isLeft = random(`${id}-side`) < 0.5;
  const from = random(`${id}-from`);
  const along = 100 * (from + (1 - 2 * from) * share);
  const strength = LEAK * amount * Math.sin(Math.PI * share) ** 0.7;
  const glow = (colour: string, part: number, x: number, size: number): string =>
    `radial-gradient(ellipse ${size}% ${size * 2.1}% at ${isLeft ? x : 100 - x}% ${along}%, rgba(${colour}, ${strength * part}), transparent)`;
  return (
    <AbsoluteFill
      style={{
        mixBlendMode: "screen",
        backgroundImage: [
          glow("255, 196, 120", 1, -4, 20),
          glow("240, 92, 60", 0.6, -8, 34),
        ].join(),
      }}
    />
  );
}

/** How much of the theme's ground lies over the picture; a fade out is whole on its last frame. */
function veil({ effectType, start, duration, amount }: EffectLayer, frame: number): number {
  const share = (frame - start + 1) / duration;
  if (effectType === "fade-in") return amount * (1 - share);
  return effectType === "fade-out" ? amount * share : 0;
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
