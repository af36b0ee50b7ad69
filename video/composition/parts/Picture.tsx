import type { CSSProperties } from "react";
import { Img } from "remotion";
import { mix } from "../../look/colour.ts";
import type { View } from "../camera.ts";
import { placeInClip } from "../clips.ts";
import { useStage } from "../context.tsx";

interface Props {
  readonly asset: string;
  readonly fit?: "cover" | "contain";
  readonly view?: View;
}

/** A picture or footage of the film's assets in the whole of its box; a quiet field where there is none. */
export function Picture({ asset, fit = "cover", view }: Props) {
  const { pictures, footage, frame, tone } = useStage();
  const clip = footage[asset];
  const source = clip ? clip.pictures[placeInClip(frame, clip.length)] : pictures[asset];
  const box: CSSProperties = { position: "absolute", inset: 0, width: "100%", height: "100%" };
  if (source === undefined) {
    return <div style={{ ...box, backgroundColor: mix(tone.background, tone.foreground, 0.12) }} />;
  }
  const moved = view ? `translate(${view.x}px, ${view.y}px) scale(${view.scale})` : undefined;
  return <Img src={source} style={{ ...box, objectFit: fit, transform: moved }} />;
}
