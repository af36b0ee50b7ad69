import { useEffect, useMemo, useState } from "react";
import { AbsoluteFill, useCurrentFrame, useDelayRender } from "remotion";
import { brandedTheme } from "../look/brand.ts";
import { stageOf } from "../look/stage.ts";
import type { Theme } from "../look/theme.ts";
import { THEMES } from "../look/themes.ts";
import type { SceneLayer } from "../scene-graph/scene-graph.ts";
import { Captions } from "./Captions.tsx";
import { Effects } from "./Effects.tsx";
import type { FilmProps } from "./film-props.ts";
import { loadFonts } from "./fonts.ts";
import { Probe } from "./Probe.tsx";
import { Scene } from "./Scene.tsx";
import { showingAt } from "./transitions.ts";

/** The whole picture at the current frame: a pure function of the frame's number and the props. */
export function Film(props: FilmProps) {
  const { graph, captioned, backdrops, pictures, footage, probe = false } = props;
  const frame = useCurrentFrame();
  const theme = useMemo(() => brandedTheme(THEMES[graph.theme], graph.brand), [graph]);
  const isReady = useFonts(graph, theme);
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

function useFonts(graph: FilmProps["graph"], theme: Theme): boolean {
  const [isReady, setReady] = useState(false);
  const { delayRender, continueRender, cancelRender } = useDelayRender();
  const [handle] = useState(() => delayRender("Loading the film's fonts"));
  useEffect(() => {
    loadFonts(graph, theme).then(
      () => setReady(true),
      (error: unknown) => cancelRender(error),
    );
  }, [graph, theme, cancelRender]);
  // Only once the contents are in the page may a frame be taken.
  useEffect(() => {
    if (isReady) continueRender(handle);
  }, [isReady, handle, continueRender]);
  return isReady;
}
