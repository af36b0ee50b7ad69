import { effectsOf } from "../scene-graph/layers.ts";
import type { CaptionCue, EffectLayer, SceneGraph } from "../scene-graph/scene-graph.ts";
import { added, find, removed, seconds, trait, type Change, type Subject } from "./change.ts";
import { ofScenes, ofSounds } from "./layer-changes.ts";

/** Everything that a viewer would see or hear otherwise between two versions of a film. */
export function changesBetween(before: SceneGraph, after: SceneGraph): Change[] {
  return [
    ...ofFilm(before, after),
    ...ofScenes(before, after),
    ...ofSounds(before, after),
    ...ofEffects(before, after),
    ...ofCaptions(before, after),
    ...ofAssets(before, after),
  ];
}

function ofFilm(before: SceneGraph, after: SceneGraph): Change[] {
  const format = ({ aspect, size }: SceneGraph): string => `${aspect}, ${size.w}×${size.h}`;
  const film: Subject = { of: "film" };
  const repainted = before.seed !== after.seed;
  return [
    ...trait(film, "title", before.title, after.title),
    ...trait(film, "length", seconds(before, before.duration), seconds(after, after.duration)),
    ...trait(film, "theme", before.theme, after.theme),
    ...trait(film, "format", format(before), format(after)),
    ...trait(film, "language", before.language, after.language),
    ...trait(film, "shown", before.captions.burnIn, after.captions.burnIn),
    ...trait(film, "target-loudness", before.master?.lufs ?? -14, after.master?.lufs ?? -14),
    ...trait(film, "target-peak", before.master?.truePeak ?? -1.5, after.master?.truePeak ?? -1.5),
    ...(repainted ? [{ kind: "redrawn" as const, subject: film }] : []),
  ];
}

function ofEffects(before: SceneGraph, after: SceneGraph): Change[] {
  const textures = (graph: SceneGraph): Map<string, number> =>
    new Map(graph.effects.map(({ type, amount }) => [type, amount]));
  const [old, now] = [textures(before), textures(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return [
    ...names.flatMap((name) =>
      trait({ of: "effect", name }, "strength", old.get(name) ?? 0, now.get(name) ?? 0),
    ),
    ...ofPassingEffects(before, after),
  ];
}

function ofPassingEffects(before: SceneGraph, after: SceneGraph): Change[] {
  const [old, now] = [effectsOf(before), effectsOf(after)];
  const subjectOf = ({ effectType }: EffectLayer): Subject => ({ of: "effect", name: effectType });
  return [
    ...old.flatMap((effect) => (find(now, effect) ? [] : removed(subjectOf(effect)))),
    ...now.flatMap((is) => {
      const was = find(old, is);
      if (!was || was.effectType !== is.effectType) return added(subjectOf(is));
      return [
        ...trait(subjectOf(is), "start", seconds(before, was.start), seconds(after, is.start)),
        ...trait(
          subjectOf(is),
          "length",
          seconds(before, was.duration),
          seconds(after, is.duration),
        ),
        ...trait(subjectOf(is), "strength", was.amount, is.amount),
      ];
    }),
  ];
}

function ofCaptions(before: SceneGraph, after: SceneGraph): Change[] {
  const [old, now] = [before.captions.cues, after.captions.cues];
  const common = Math.min(old.length, now.length);
  const changed = now.slice(0, common).flatMap((cue, i) => {
    const was = old[i];
    return was ? ofCaption(before, was, after, cue, { of: "caption", number: i + 1 }) : [];
  });
  const beyond = (cues: readonly CaptionCue[], kind: "added" | "removed"): Change[] =>
    cues.slice(common).map((_, i) => ({
      kind,
      subject: { of: "caption", number: common + i + 1 },
    }));
  return [...changed, ...beyond(old, "removed"), ...beyond(now, "added")];
}

function ofCaption(
  before: SceneGraph,
  was: CaptionCue,
  after: SceneGraph,
  is: CaptionCue,
  subject: Subject,
): Change[] {
  const length = (graph: SceneGraph, { start, end }: CaptionCue): number =>
    seconds(graph, end - start);
  return [
    ...trait(subject, "start", seconds(before, was.start), seconds(after, is.start)),
    ...trait(subject, "length", length(before, was), length(after, is)),
    ...trait(subject, "text", was.lines.join(" / "), is.lines.join(" / ")),
  ];
}

function ofAssets(before: SceneGraph, after: SceneGraph): Change[] {
  const ids = [...new Set([...Object.keys(before.assets), ...Object.keys(after.assets)])];
  return ids.flatMap((id): Change[] => {
    const [was, is] = [before.assets[id], after.assets[id]];
    const subject: Subject = { of: "asset", id };
    if (!was) return added(subject);
    if (!is) return removed(subject);
    return was.sha256 === is.sha256 ? [] : [{ kind: "redrawn", subject }];
  });
}
