import { scenesOf, soundsOf } from "../scene-graph/layers.ts";
import type { AudioLayer, SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";
import { visibleText } from "../script/visible-text.ts";
import { added, find, removed, seconds, trait, type Change, type Subject } from "./change.ts";

/** What becomes of each scene. */
export function ofScenes(before: SceneGraph, after: SceneGraph): Change[] {
  const [old, now] = [scenesOf(before), scenesOf(after)];
  const gone = old.flatMap((scene, i) => (find(now, scene) ? [] : removed(numbered(i))));
  const rest = now.flatMap((scene, i) => {
    const was = find(old, scene);
    return was ? ofScene(before, was, after, scene, numbered(i)) : added(numbered(i));
  });
  return [...gone, ...rest];
}

function numbered(index: number): Subject {
  return { of: "scene", number: index + 1 };
}

function ofScene(
  before: SceneGraph,
  was: SceneLayer,
  after: SceneGraph,
  is: SceneLayer,
  subject: Subject,
): Change[] {
  const entrance = (graph: SceneGraph, { transition }: SceneLayer): number =>
    seconds(graph, transition.frames);
  return [
    ...trait(subject, "start", seconds(before, was.start), seconds(after, is.start)),
    ...trait(subject, "length", seconds(before, was.duration), seconds(after, is.duration)),
    ...ofContent(was, is, subject),
    ...trait(subject, "framing", was.framing, is.framing),
    ...trait(subject, "pictograms", drawn(was), drawn(is)),
    ...trait(subject, "camera", was.camera, is.camera),
    ...trait(subject, "transition", was.transition.type, is.transition.type),
    ...trait(subject, "transition-length", entrance(before, was), entrance(after, is)),
    ...trait(subject, "held", was.hold, is.hold),
  ];
}

/** Empty where a scene shows no pictogram. */
function drawn({ pictograms = [] }: SceneLayer): string {
  return pictograms.join(", ");
}

/** What a scene writes, word by word where as much is written as before. */
function ofContent(was: SceneLayer, is: SceneLayer, subject: Subject): Change[] {
  const details = (scene: SceneLayer): string =>
    JSON.stringify([scene.content, scene.backdrop, scene.reveals]);
  if (was.content.template !== is.content.template) {
    return trait(subject, "template", was.content.template, is.content.template);
  }
  const [old, now] = [visibleText(was.content), visibleText(is.content)];
  const texts =
    old.length === now.length
      ? old.flatMap((text, i) => trait(subject, "text", text, now[i] ?? ""))
      : trait(subject, "text", old.join(" / "), now.join(" / "));
  if (texts.length > 0 || details(was) === details(is)) return texts;
  return [{ kind: "redrawn", subject }];
}

/** Sounds of one role that are changed alike are one change: nobody counts whooshes. */
export function ofSounds(before: SceneGraph, after: SceneGraph): Change[] {
  const [old, now] = [soundsOf(before), soundsOf(after)];
  const each = [
    ...old.flatMap((sound) => (find(now, sound) ? [] : removed(soundOf(sound)))),
    ...now.flatMap((sound) => {
      const was = find(old, sound);
      return was ? ofSound(before, was, after, sound) : added(soundOf(sound));
    }),
  ];
  const alike = Map.groupBy(each, (change) => JSON.stringify(change));
  return [...alike.values()].flatMap((changes) => {
    const [first] = changes;
    if (first?.subject.of !== "sound") return [];
    return [{ ...first, subject: { ...first.subject, count: changes.length } }];
  });
}

function soundOf({ role }: AudioLayer): Subject {
  return { of: "sound", role, count: 1 };
}

function ofSound(before: SceneGraph, was: AudioLayer, after: SceneGraph, is: AudioLayer): Change[] {
  const subject = soundOf(is);
  const louder = Math.round((is.gainDb - was.gainDb) * 10) / 10;
  return [
    ...trait(subject, "start", seconds(before, was.start), seconds(after, is.start)),
    ...trait(subject, "length", seconds(before, was.duration), seconds(after, is.duration)),
    // Only by how much matters: then the changes of several sounds are alike.
    ...trait(subject, "loudness", 0, louder),
    ...(was.ref === is.ref ? [] : [{ kind: "redrawn" as const, subject }]),
  ];
}
