import type { AudioLayer, SceneGraph } from "../scene-graph/scene-graph.ts";

/** What a change is about. Scenes and captions count from 1, as people do. */
export type Subject =
  | { readonly of: "film" }
  | { readonly of: "scene" | "caption"; readonly number: number }
  | { readonly of: "sound"; readonly role: AudioLayer["role"]; readonly count: number }
  | { readonly of: "effect"; readonly name: string }
  | { readonly of: "asset"; readonly id: string };

/** Traits whose change is said in words of their own. */
export type Trait =
  | "start"
  | "length"
  | "loudness"
  | "strength"
  | "title"
  | "theme"
  | "format"
  | "language"
  | "shown"
  | "held"
  | "text"
  | "template"
  | "framing"
  | "pictograms"
  | "camera"
  | "transition"
  | "transition-length"
  | "target-loudness"
  | "target-peak";

export type Change =
  | { readonly kind: "added" | "removed" | "redrawn"; readonly subject: Subject }
  | {
      readonly kind: "changed";
      readonly subject: Subject;
      readonly trait: Trait;
      /** Times in seconds, loudness in dB or LUFS, strengths from 0 to 1. */
      readonly from: Value;
      readonly to: Value;
    };
export type Value = string | number | boolean;

/** One change, or none where both are the same. */
export function trait(subject: Subject, name: Trait, from: Value, to: Value): Change[] {
  return from === to ? [] : [{ kind: "changed", subject, trait: name, from, to }];
}

export function added(subject: Subject): Change[] {
  return [{ kind: "added", subject }];
}

export function removed(subject: Subject): Change[] {
  return [{ kind: "removed", subject }];
}

export function find<Layer extends { readonly "@id": string }>(
  layers: readonly Layer[],
  { "@id": id }: Layer,
): Layer | undefined {
  return layers.find((layer) => layer["@id"] === id);
}

export function seconds({ fps }: SceneGraph, frames: number): number {
  return Math.round((frames / fps) * 100) / 100;
}
