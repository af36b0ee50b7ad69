import type { SheetProps } from "../composition/sheet/sheet-props.ts";
import { isUnspaced } from "../captions/limits.ts";
import { scenesOf, soundsOf } from "../scene-graph/layers.ts";
import type { SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";
import type { ShotPlan } from "../shots/shot-plan.ts";

/** Everything of a scene stands this long before the next one comes in over it. */
const HELD_FRAMES = 6;

/** A scene of the storyboard, and the frame at which all of it is there. */
export interface StoryboardFrame {
  readonly scene: SceneLayer;
  readonly frame: number;
}

/** One frame for each scene, in order of time. */
export function storyboardFrames(graph: SceneGraph): StoryboardFrame[] {
  const scenes = scenesOf(graph);
  return scenes.map((scene, index) => {
    const { start, duration } = scene;
    const leaving = scenes[index + 1]?.transition.frames ?? 0;
    const held = Math.max(Math.floor(duration * 0.75), duration - leaving - HELD_FRAMES);
    return { scene, frame: Math.min(start + held, graph.duration - 1) };
  });
}

/** The contact sheet of a film; `pictureOf` answers a scene's PNG as a data URI. */
export function contactSheet(
  graph: SceneGraph,
  plan: ShotPlan,
  pictureOf: (frame: StoryboardFrame) => string,
): SheetProps {
  const { fps, duration, size, aspect, theme, brand, language } = graph;
  const frames = storyboardFrames(graph);
  return {
    title: graph.title,
    facts: `${Math.round(duration / fps)} s  ·  ${aspect}  ·  ${theme}  ·  ${frames.length} shots`,
    language,
    theme,
    brand,
    ratio: size.w / size.h,
    tiles: frames.map((each, index) => {
      const { scene } = each;
      const end = frames[index + 1]?.scene.start ?? duration;
      return {
        shot: scene.shot,
        picture: pictureOf(each),
        time: `${clockTime(scene.start / fps)} – ${clockTime(end / fps)}`,
        manner: mannerOf(scene, plan),
        said: saidIn(graph, scene.start, end),
      };
    }),
  };
}

function mannerOf({ shot, content, framing, camera }: SceneLayer, { shots }: ShotPlan): string {
  const type = shots.find(({ id }) => id === shot)?.type;
  return [content.template, type, framing, camera].filter(Boolean).join(", ");
}

function saidIn(graph: SceneGraph, from: number, to: number): string {
  const { captions, language } = graph;
  const voices = soundsOf(graph);
  const space = isUnspaced(language) ? "" : " ";
  const sentences = voices.filter(({ role }) => role === "voice").map(({ start }) => start);
  return captions.cues
    .filter(({ start }) => start >= from && start < to)
    .map(({ start, lines }) => {
      const isNew = sentences.some((at) => Math.abs(at - start) <= IN_TIME_FRAMES);
      return { isNew, text: lines.join(space) };
    })
    .reduce((said, { isNew, text }) => {
      const mark = isNew && !/[.!?。！？…:]["'”’」』]?$/u.test(said) ? " / " : space;
      return said === "" ? text : said + mark + text;
    }, "");
}

/** A caption comes so close to the sentence that it begins with. */
const IN_TIME_FRAMES = 3;

function clockTime(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const rest = (tenths % 600) / 10;
  return `${Math.floor(tenths / 600)}:${rest.toFixed(1).padStart(4, "0")}`;
}
