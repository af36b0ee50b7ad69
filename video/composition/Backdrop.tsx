import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useDelayRender } from "remotion";
import type { Box } from "../look/stage.ts";
import type { Tone } from "../look/theme.ts";
import type { View } from "./camera.ts";

interface Props {
  /** Data URI of an SVG, or nothing. */
  readonly source: string | null;
  readonly tone: Tone;
  readonly panel: Box | null;
  readonly panelTone: Tone;
  readonly view: View;
  readonly w: number;
  readonly h: number;
}

/**
 * The scene's fields of colour with its drawing on them. The SVG is rasterized once and then only
 * moved about on a canvas: drawing its paths anew for every frame would cost more than the rest.
 */
export function Backdrop({ source, tone, panel, panelTone, view, w, h }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const art = useArt(source, w, h);
  const density = window.devicePixelRatio;
  const { scale, x, y } = view;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d", { alpha: false });
    if (!context) return;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.fillStyle = tone.background;
    context.fillRect(0, 0, w, h);
    context.translate(w / 2 + x, h / 2 + y);
    context.scale(scale, scale);
    context.translate(-w / 2, -h / 2);
    if (panel) {
      context.fillStyle = panelTone.background;
      // Panels bleed off the left edge or the upper one; the camera must not show where they end.
      const [right, bottom] = [panel.w >= w ? 2 * w : panel.w, panel.h >= h ? 2 * h : panel.h];
      context.fillRect(-w, -h, right + w, bottom + h);
    }
    context.imageSmoothingQuality = "medium";
    if (art) context.drawImage(art, 0, 0, w, h);
  }, [art, density, h, panel, panelTone, scale, tone, w, x, y]);
  return (
    <canvas
      ref={canvas}
      width={Math.round(w * density)}
      height={Math.round(h * density)}
      style={{ position: "absolute", inset: 0, width: w, height: h }}
    />
  );
}

function useArt(source: string | null, w: number, h: number): ImageBitmap | null {
  const { delayRender, continueRender, cancelRender } = useDelayRender();
  const [art, setArt] = useState<ImageBitmap | null>(null);
  const [handle] = useState(() => (source ? delayRender("Rasterizing a backdrop") : null));
  useEffect(() => {
    if (!source || handle === null) return;
    rasterize(source, w, h).then(setArt, (error: unknown) => cancelRender(error));
  }, [source, handle, cancelRender, w, h]);
  useEffect(() => {
    if (art && handle !== null) continueRender(handle);
  }, [art, handle, continueRender]);
  return art;
}

async function rasterize(source: string, w: number, h: number): Promise<ImageBitmap> {
  const image = new Image();
  image.src = source;
  await image.decode();
  const density = window.devicePixelRatio * 1.06;
  return createImageBitmap(image, {
    resizeWidth: Math.round(w * density),
    resizeHeight: Math.round(h * density),
    resizeQuality: "high",
  });
}
