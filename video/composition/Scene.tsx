import { AbsoluteFill } from "remotion";
import { isTurned, mirrored } from "../look/direction.ts";
import { isHero, layoutOf } from "../look/stage.ts";
import type { Stage } from "../look/stage.ts";
import type { Theme, Tone } from "../look/theme.ts";
import { panelToneOf, toneOf } from "../look/theme.ts";
import { Backdrop } from "./Backdrop.tsx";
import { viewAt } from "./camera.ts";
import type { SceneStage } from "./context.tsx";
import { SceneContext } from "./context.tsx";
import { Emblem } from "./emblem/Emblem.tsx";
import { ACCELERATE, progress } from "./motion.ts";
import { TEMPLATES } from "./scenes/templates.tsx";
import type { Showing } from "./transitions.ts";
import { edgeStyle, entering, entranceDelay, leavingStyle } from "./transitions.ts";

interface Props {
  readonly showing: Showing;
  readonly theme: Theme;
  readonly stage: Stage;
  readonly language: string;
  /** Since the scene began. */
  readonly frame: number;
  readonly backdrop: string | null;
  readonly pictures: SceneStage["pictures"];
  readonly pictograms: SceneStage["pictograms"];
  readonly footage: SceneStage["footage"];
}

/** Frames in which a drawing beside or behind a scene's few words is drawn. */
const OPENING = 38;

/** One scene: its field of colour, its backdrop under a slow camera, its contents. */
export function Scene(props: Props) {
  const { showing, theme, stage, frame, backdrop } = props;
  const { scene, entered, left, leaving } = showing;
  const value = sceneStage(props);
  const { tone, panelTone, layout, isTurned } = value;
  const { content } = scene;
  const Template = TEMPLATES[content.template];
  const placing = { ...entering(scene.transition.type, entered), ...leavingStyle(leaving, left) };
  // Two texts never lie over one another: in a dissolve the old one is gone before the new one enters.
  const vanishing = leaving === "fade" ? 1 - progress(left, 0, 0.45, ACCELERATE) : 1;
  const direction = isTurned ? "rtl" : "ltr";
  return (
    <AbsoluteFill style={{ overflow: "hidden", ...placing }}>
      <Backdrop
        source={backdrop}
        tone={tone}
        panel={layout.panel}
        panelTone={panelTone}
        isInPanel={layout.art !== null}
        isMirrored={isTurned}
        opening={theme.motion.backdrop}
        opened={isHero(content.template) ? progress(frame, value.enter, OPENING) : 1}
        view={viewAt(scene.camera, frame / (scene.duration + 12), stage.w, stage.h)}
        w={stage.w}
        h={stage.h}
      />
      <AbsoluteFill style={{ opacity: vanishing, color: tone.foreground, direction }}>
        <SceneContext.Provider value={value}>
          <Emblem />
          <Template content={content} />
        </SceneContext.Provider>
      </AbsoluteFill>
      <div style={edgeStyle(scene.transition.type, entered, edgeOf(theme, tone))} />
    </AbsoluteFill>
  );
}

/** Along the edge of an entering scene, so that two scenes on one ground are told apart. */
function edgeOf({ texture }: Theme, { accent }: Tone) {
  return { colour: accent, thickness: Math.max(6, texture.rule * 2.5) };
}

function sceneStage({ showing, language, ...given }: Props): SceneStage {
  const { scene, index } = showing;
  const { theme, stage, frame, pictures, pictograms, footage } = given;
  const { content } = scene;
  const turned = isTurned(language, content.template);
  const layout = layoutOf(stage, scene.framing, content);
  return {
    scene,
    theme,
    tone: toneOf(theme, content),
    panelTone: panelToneOf(theme, content),
    stage,
    layout: turned ? mirrored(layout, stage) : layout,
    isTurned: turned,
    frame,
    enter: entranceDelay(scene, index),
    entrance: theme.motion.entrance,
    stagger: theme.motion.stagger,
    pictures,
    pictograms,
    footage,
  };
}
