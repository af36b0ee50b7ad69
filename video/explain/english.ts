import type { Change, Subject, Trait, Value } from "./change.ts";

/** A change of a film in an English sentence. */
export function inEnglish(change: Change): string {
  const subject = subjectOf(change.subject);
  const isPlural = change.subject.of === "sound" && change.subject.count > 1;
  if (change.kind === "changed") {
    return `${TRAITS[change.trait](subject, change.to, change.from, isPlural)}.`;
  }
  const is = isPlural ? "are" : "is";
  return `${subject} ${is} ${{ added: "added", removed: "removed", redrawn: "drawn anew" }[change.kind]}.`;
}

const SOUNDS = { voice: "The voice", music: "The music", effect: "A sound effect" } as const;
const MANY_SOUNDS = {
  voice: "sentences of the voice",
  music: "pieces of music",
  effect: "sound effects",
} as const;

function subjectOf(subject: Subject): string {
  switch (subject.of) {
    case "film":
      return "The film";
    case "scene":
      return `Scene ${subject.number}`;
    case "caption":
      return `Caption ${subject.number}`;
    case "sound":
      return subject.count > 1
        ? `${subject.count} ${MANY_SOUNDS[subject.role]}`
        : SOUNDS[subject.role];
    case "effect":
      return `The ${subject.name.replace("-", " ")}`;
    case "asset":
      return `The file "${subject.id}"`;
  }
}

type Sentence = (subject: string, to: Value, from: Value, isPlural: boolean) => string;

const TRAITS: Readonly<Record<Trait, Sentence>> = {
  start: (who, to, from, many) => `${who} begin${many ? "" : "s"} at ${to} s instead of ${from} s`,
  length: (who, to, from, many) => `${who} last${many ? "" : "s"} ${to} s instead of ${from} s`,
  loudness: (who, to, _, many) =>
    `${who} ${many ? "are" : "is"} ${Math.abs(Number(to))} dB ${Number(to) > 0 ? "louder" : "quieter"}`,
  strength: (who, to, from) => `${who} has a strength of ${to} instead of ${from}`,
  title: (who, to, from) => `${who} is called "${to}" instead of "${from}"`,
  theme: (who, to, from) => `${who} has the theme "${to}" instead of "${from}"`,
  format: (who, to, from) => `${who} is ${to} instead of ${from}`,
  language: (who, to, from) => `${who} is in "${to}" instead of "${from}"`,
  shown: (_, to) =>
    to === "unwritten"
      ? "Captions are shown where the picture doesn't write the words"
      : `The captions are ${to ? "shown in" : "hidden from"} the picture`,
  held: (who, to) => `${who} may ${to ? "" : "no longer "}stand still for long`,
  text: (who, to, from) => `${who} says "${to}" instead of "${from}"`,
  template: (who, to, from) => `${who} is drawn as "${to}" instead of "${from}"`,
  framing: (who, to, from) => `${who} has its weight at "${to}" instead of "${from}"`,
  pictograms: (who, to, from) =>
    to === ""
      ? `${who} no longer shows the pictogram "${from}"`
      : `${who} shows the pictogram "${to}"${from === "" ? "" : ` instead of "${from}"`}`,
  camera: (who, to, from) => `The camera of ${lower(who)} is "${to}" instead of "${from}"`,
  transition: (who, to, from) => `${who} enters by "${to}" instead of "${from}"`,
  "transition-length": (who, to, from) => `${who} takes ${to} s to enter instead of ${from} s`,
  "target-loudness": (who, to, from) => `${who} is mixed to ${to} LUFS instead of ${from} LUFS`,
  "target-peak": (who, to, from) =>
    `The peaks of ${lower(who)} stay below ${to} dBTP instead of ${from} dBTP`,
};

function lower(subject: string): string {
  return `${subject.slice(0, 1).toLowerCase()}${subject.slice(1)}`;
}
