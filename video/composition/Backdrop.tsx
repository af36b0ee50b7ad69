import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useDelayRender } from "remotion";
import type { Box } from "../look/stage.ts";
import type { Theme, Tone } from "../look/theme.ts";
import type { View } from "./camera.ts";
import { clipOpening } from "./openings.ts";

interface Props {
  /** Data URI of an SVG, or nothing. */
  readonly source: string | null;
  readonly tone: Tone;
  readonly panel: Box | null;
  readonly panelTone: Tone;
  /** Whether the drawing belongs to the panel; else it keeps out of it. */
  readonly isInPanel: boolean;
  /** For scenes that read from right to left. */
  readonly isMirrored: boolean;
  readonly view: View;
  /** How far the drawing has been drawn, 0 to 1, and in which manner. */
  readonly opened: number;
  readonly opening: Theme["motion"]["backdrop"];
  readonly w: number;
  readonly h: number;
}

/**
 * The scene's fields of colour with its drawing on them. The SVG is rasterized once and then only
 * moved about on a canvas: drawing its paths anew for every frame would cost more than the rest.
 */
export function Backdrop(props: Props) {
  const { source, tone, panel, panelTone, isInPanel, isMirrored, view, opened, opening, w, h } =
    props;
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
    if (panel) {
      context.fillStyle = panelTone.background;
      context.fillRect(panel.x, panel.y, panel.w, panel.h);
    }
    if (!art || opened <= 0) return;
    context.save();
    if (panel) clipPanel(context, panel, isInPanel, w, h);
    if (opened < 1)
      clipOpening(context, opening, opened, panel && isInPanel ? panel : { x: 0, y: 0, w, h });
    context.translate(w / 2 + x, h / 2 + y);
    context.scale(isMirrored ? -scale : scale, scale);
    context.translate(-w / 2, -h / 2);
    context.imageSmoothingQuality = "low";
    context.drawImage(art, 0, 0, w, h);
    context.restore();
  }, [
    art,
    density,
    h,
    isInPanel,
    isMirrored,
    opened,
    opening,
    panel,
    panelTone,
    scale,
    tone,
    w,
    x,
    y,
  ]);
  return (
    <canvas
      ref={canvas}
      width={Math.round(w * density)}
      height={Math.round(h * density)}
      style={{ position: "absolute", inset: 0, width: w, height: h }}
    />
  );
}

/** Panels stand still, and the drawing stays on its own side of their edges. */
function clipPanel(
  context: CanvasRenderingContext2D,
  { x, y, w: width, h: height }: Box,
  isInside: boolean,
  w: number,
  h: number,
): void {
  context.beginPath();
  context.rect(x, y, width, height);
  if (!isInside) context.rect(0, 0, w, h);
  context.clip("evenodd");
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
