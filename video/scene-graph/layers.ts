import type {
  AudioLayer,
  CompLayer,
  EffectLayer,
  Layer,
  SceneGraph,
  SceneLayer,
} from "./scene-graph.ts";

type PlainLayer = Exclude<Layer, CompLayer>;

/** A layer on the film's own timeline, and where it stands in the graph. */
export interface Place<Kind extends PlainLayer = PlainLayer> {
  /** With its start counted from the film's first frame. */
  readonly layer: Kind;
  /** JSON Pointer of the layer in the graph, through the comps around it. */
  readonly pointer: string;
  /** As the graph has it: what a patch's `test` finds there. */
  readonly written: Kind;
}

/** Every layer of a film out of its comps, by z-order; what stands in none is the graph's own object. */
export function placesOf({ layers }: Pick<SceneGraph, "layers">): Place[] {
  return layers.flatMap((layer, index) => placed(layer, `/layers/${index}`, 0, Infinity));
}

function placed(layer: Layer, pointer: string, offset: number, end: number): Place[] {
  const start = offset + layer.start;
  if (start >= end) return [];
  const duration = Math.min(layer.duration, end - start);
  if (layer.type === "Comp") {
    return layer.layers.flatMap((inner, index) =>
      placed(inner, `${pointer}/layers/${index}`, start, start + duration),
    );
  }
  const isAsWritten = offset === 0 && duration === layer.duration;
  return [{ layer: isAsWritten ? layer : { ...layer, start, duration }, pointer, written: layer }];
}

/** The scenes in order of time. */
export function scenePlaces(graph: Pick<SceneGraph, "layers">): Place<SceneLayer>[] {
  return placesOf(graph)
    .filter((place): place is Place<SceneLayer> => place.layer.type === "Scene")
    .toSorted((a, b) => a.layer.start - b.layer.start);
}

export function soundPlaces(graph: Pick<SceneGraph, "layers">): Place<AudioLayer>[] {
  return placesOf(graph).filter(
    (place): place is Place<AudioLayer> => place.layer.type === "Footage",
  );
}

export function scenesOf(graph: SceneGraph): SceneLayer[] {
  return scenePlaces(graph).map(({ layer }) => layer);
}

export function soundsOf(graph: SceneGraph): AudioLayer[] {
  return soundPlaces(graph).map(({ layer }) => layer);
}

export function effectsOf(graph: SceneGraph): EffectLayer[] {
  return placesOf(graph)
    .map(({ layer }) => layer)
    .filter((layer) => layer.type === "Effect");
}

/** Where a layer stands in the graph, by its `@id`. */
export function pointerTo(graph: SceneGraph, layer: PlainLayer): string {
  const place = placesOf(graph).find((each) => each.layer["@id"] === layer["@id"]);
  return place?.pointer ?? "";
}
