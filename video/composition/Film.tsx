import { useMemo } from "react";
import { AbsoluteFill, useCurrentFrame } from "remotion";
import { brandedTheme } from "../look/brand.ts";
import { charactersIn } from "../look/characters.ts";
import { stageOf } from "../look/stage.ts";
import { THEMES } from "../look/themes.ts";
import type { SceneLayer } from "../scene-graph/scene-graph.ts";
import { Captions } from "./Captions.tsx";
import { Effects } from "./Effects.tsx";
import type { FilmProps } from "./film-props.ts";
import { useFonts } from "./fonts.ts";
import { Probe } from "./Probe.tsx";
import { Scene } from "./Scene.tsx";
import { showingAt } from "./transitions.ts";

/** The whole picture at the current frame: a pure function of the frame's number and the props. */
export function Film(props: FilmProps) {
  const { graph, captioned, backdrops, pictures, pictograms, footage, probe = false } = props;
  const frame = useCurrentFrame();
  const theme = useMemo(() => brandedTheme(THEMES[graph.theme], graph.brand), [graph]);
  const characters = useMemo(() => charactersIn(graph), [graph]);
  const isReady = useFonts(characters, theme);
  if (!isReady) return null;
  const scenes = graph.layers.filter((layer): layer is SceneLayer => layer.type === "Scene");
  return (
    <AbsoluteFill style={{ backgroundColor: theme.tones.base.background, overflow: "hidden" }}>
      {showingAt(scenes, frame).map((showing) => (
        <Scene
          key={showing.scene["@id"]}
          showing={showing}
          theme={theme}
          stage={stageOf(graph.aspect, captioned.includes(showing.scene["@id"]))}
          language={graph.language}
          frame={frame - showing.scene.start}
          backdrop={backdrops[showing.scene.backdrop ?? ""] ?? null}
          pictures={pictures}
          pictograms={pictograms}
          footage={footage}
        />
      ))}
      <Effects graph={graph} theme={theme} frame={frame} />
      <Captions
        cues={graph.captions.cues}
        theme={theme}
        stage={stageOf(graph.aspect, true)}
        frame={frame}
      />
      {probe ? <Probe frame={frame} /> : null}
    </AbsoluteFill>
  );
}
