import type { Random } from "../synthesis/random.ts";
import type { Style } from "./styles.ts";

/**
 * A mood's style as one film has it: mode, melody instrument, drum patterns, lightness and swing are
 * chosen anew, so that two films in one mood are relatives and not the same piece in another key.
 */
export function varied(style: Style, random: Random): Style {
  const { levels } = style;
  return {
    ...style,
    scale: random.pick([style.scale, ...style.otherScales]),
    lead: random.pick([style.lead, ...style.otherLeads]),
    drums: style.drums.map((part) => ({
      ...part,
      pattern: random.pick([part.pattern, ...(part.others ?? [])]),
      level: part.level + random.signed() * 1.5,
    })),
    swing: style.swing * (0.6 + 0.8 * random.next()),
    brightness: Math.max(0.1, style.brightness + 0.15 * random.signed()),
    levels: {
      pad: levels.pad + 2.5 * random.signed(),
      keys: levels.keys + random.signed(),
      bass: levels.bass + random.signed(),
      lead: levels.lead + random.signed(),
    },
  };
}
