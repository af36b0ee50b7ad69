import type { Random } from "../synthesis/random.ts";
import type { Pattern, Style } from "./styles.ts";

/**
 * A mood's style as one film has it: mode, melody instrument, drum patterns, lightness and swing are
 * chosen anew, so that two films in one mood are relatives and not the same piece in another key.
 */
export function varied(style: Style, random: Random): Style {
  const { levels } = style;
  const [first, ...others] = style.arpeggios;
  return {
    ...style,
    scale: random.pick([style.scale, ...style.otherScales]),
    lead: random.pick([style.lead, ...style.otherLeads]),
    drums: style.drums.map((part) => playedBy(part, random)),
    arpeggios: [recast(first, random), ...others.map((each) => recast(each, random))],
    octave: random.pick<0 | 12>([style.octave, style.octave, style.octave === 0 ? 12 : 0]),
    swing: style.swing * (0.6 + 0.8 * random.next()),
    brightness: Math.max(0.1, style.brightness + 0.25 * random.signed()),
    levels: {
      pad: levels.pad + 3 * random.signed(),
      keys: levels.keys + 1.5 * random.signed(),
      bass: levels.bass + 2.5 * random.signed(),
      lead: levels.lead + random.signed(),
    },
  };
}

/** The same kind of movement, but a figure of the film's own: some notes less, some more, some others. */
function recast(pattern: Pattern, random: Random): Pattern {
  const density = pattern.replaceAll(".", "").length / pattern.length;
  return Array.from(pattern, (symbol, step) => {
    if (step === 0 || random.next() > RECAST_SHARE) return symbol;
    return random.next() < density ? random.pick(["0", "1", "2", "3"]) : ".";
  }).join("");
}

const RECAST_SHARE = 0.45;

/** The kick and the snare keep the beat; the lighter drums play around it in a way of their own. */
function playedBy(part: Style["drums"][number], random: Random): Style["drums"][number] {
  const pattern = random.pick([part.pattern, ...(part.others ?? [])]);
  const keepsBeat = part.drum === "kick" || part.drum === "snare";
  return {
    ...part,
    pattern: keepsBeat ? pattern : syncopated(pattern, random),
    level: part.level + random.signed() * (keepsBeat ? 1 : 4),
  };
}

/** A quarter of the bar, played again after itself or left out, and the whole shifted by quarters. */
function syncopated(pattern: Pattern, random: Random): Pattern {
  const quarters = [0, 4, 8, 12].map((at) => pattern.slice(at, at + 4));
  const [from, to, silent] = [0, 1, 2].map(() => Math.floor(random.next() * 4));
  quarters[to ?? 0] = quarters[from ?? 0] ?? "....";
  if (random.next() < 0.4) quarters[silent ?? 0] = "....";
  const turned =
    random.next() < 0.5 ? quarters : quarters.map((each) => each.slice(2) + each.slice(0, 2));
  return turned.join("");
}
