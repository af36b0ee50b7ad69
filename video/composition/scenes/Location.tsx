import { mix } from "../../look/colour.ts";
import type { Box } from "../../look/stage.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Place } from "../parts/Place.tsx";
import { Rule } from "../parts/Rule.tsx";
import type { Typeset } from "../text/measure.ts";
import { setAll, setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";

type LocationContent = ContentOf<"location">;

/** Where it is: a pin drops, rings run out from it, and the place's name stands below. */
export function Location({ content }: { readonly content: LocationContent }) {
  const stage = useStage();
  const { tone, layout, enter } = stage;
  const { hero, align } = layout;
  const set = setLocation(content, stage);
  const reveals = revealsOf(stage, content.facts.length);
  const named = enter + 12;
  return (
    <Place box={hero} anchor="center" align={align}>
      <Pin height={set.pin} at={enter} />
      <div style={{ height: PIN_GAP, flexShrink: 0 }} />
      <EnteringText role="headline" at={named} of={set.place} align={align} />
      {set.address ? (
        <div style={{ marginTop: ADDRESS_GAP }}>
          <EnteringText
            role="body"
            at={named + 6}
            manner="fade"
            of={set.address}
            align={align}
            colour={tone.muted}
          />
        </div>
      ) : null}
      {set.facts.length > 0 ? <div style={{ height: FACTS_GAP, flexShrink: 0 }} /> : null}
      {set.facts.map((fact, index) => (
        <Fact
          key={index}
          fact={fact}
          labelWidth={set.labelWidth}
          width={hero.w}
          at={Math.max(named + 8, reveals[index] ?? 0)}
        />
      ))}
    </Place>
  );
}

const PIN_GAP = 34;
/** Of its rings, from its middle to either side, and of the whole drawing, as shares of the pin's height. */
const RING = 0.98;
const FLATNESS = 0.24;
const PIN_HEIGHT = 1 + RING * FLATNESS;
const ADDRESS_GAP = 18;
const FACTS_GAP = 36;
const FACT_PAD = 14;
const LABEL_GAP = 36;

interface SetFact {
  readonly label: Typeset;
  readonly text: Typeset;
}

interface SetLocation {
  readonly pin: number;
  readonly place: Typeset;
  readonly address: Typeset | null;
  readonly facts: readonly SetFact[];
  readonly labelWidth: number;
}

/** Everything below the place gives way until the place can be read from afar. */
function setLocation(content: LocationContent, stage: SceneStage): SetLocation {
  const settings = SHARES.map((share) => setAt(content, stage, share));
  const found = settings.find(({ place }) => place.size >= SMALLEST_PLACE) ?? settings.at(-1);
  if (!found) throw new TypeError("A location has no size.");
  return found;
}

/** Of the largest sizes of address, facts and pin. */
const SHARES = [1, 0.88, 0.76, 0.64] as const;
const SMALLEST_PLACE = 60;

function setAt(
  content: LocationContent,
  { theme, layout, stage }: SceneStage,
  share: number,
): SetLocation {
  const { hero } = layout;
  const { display, body } = theme.type;
  const facts = setFacts(content.facts, body, hero, share);
  const address = content.address
    ? setText(content.address, body, {
        maxWidth: hero.w,
        maxHeight: hero.h * 0.2,
        max: Math.max(32, 46 * share),
        min: 32,
        balance: true,
      })
    : null;
  const below =
    (address ? address.height + ADDRESS_GAP : 0) +
    (facts.length > 0 ? FACTS_GAP : 0) +
    facts.reduce((sum, { text }) => sum + text.height + FACT_PAD * 2 + theme.texture.rule, 0);
  const pin = Math.min(230, Math.max(96 * share, (hero.h - below) * 0.36 * share));
  const place = setText(content.place, display, {
    maxWidth: hero.w,
    maxHeight: hero.h - below - pin * PIN_HEIGHT - PIN_GAP,
    max: 210,
    min: 56,
    lines: stage.aspect === "9:16" ? 4 : 2,
    balance: true,
  });
  const labelWidth = Math.max(0, ...facts.map(({ label }) => label.width)) + LABEL_GAP;
  return { pin, place, address, facts, labelWidth };
}

/** One fact alone is set larger than one of three. */
const FACT_SIZES = [56, 48, 40];

function setFacts(
  facts: LocationContent["facts"],
  face: SceneStage["theme"]["type"]["body"],
  { w: width, h: height }: Box,
  share: number,
): SetFact[] {
  if (facts.length === 0) return [];
  const most = (FACT_SIZES[facts.length - 1] ?? 40) - (height < 620 ? 6 : 0);
  const size = Math.max(28, Math.round(most * share));
  const labels = setAll(
    facts.map(({ label }) => label),
    face,
    { maxWidth: width * 0.34, maxHeight: 80, max: size, min: 28, lines: 1, isBold: true },
  );
  const beside = Math.max(...labels.map((label) => label.width)) + LABEL_GAP;
  const texts = setAll(
    facts.map(({ text }) => text),
    face,
    { maxWidth: width - beside, maxHeight: size * 2.9, max: size, min: 28, lines: 2 },
  );
  return labels.flatMap((label, index) => {
    const text = texts[index];
    return text ? [{ label, text }] : [];
  });
}

interface FactProps {
  readonly fact: SetFact;
  readonly labelWidth: number;
  readonly width: number;
  readonly at: number;
}

function Fact({ fact: { label, text }, labelWidth, width, at }: FactProps) {
  const { tone } = useStage();
  return (
    <div style={{ width, flexShrink: 0 }}>
      <Rule at={at - 2} width="100%" colour={mix(tone.background, tone.foreground, 0.24)} />
      <div style={{ display: "flex", padding: `${FACT_PAD}px 0` }}>
        <div style={{ width: labelWidth, flexShrink: 0 }}>
          <EnteringText role="label" at={at} manner="fade" of={label} colour={tone.accent} />
        </div>
        <EnteringText role="body" at={at + 2} manner="rise" of={text} />
      </div>
    </div>
  );
}

/** A pin that falls into its place; three rings run out from its foot and stay. */
function Pin({ height, at }: { readonly height: number; readonly at: number }) {
  const { tone, theme, frame, entrance } = useStage();
  const drop = progress(frame, at, entrance);
  const thickness = Math.max(3, theme.texture.rule * 1.5);
  const ring = height * RING;
  return (
    <svg
      width={ring * 2}
      height={height * PIN_HEIGHT}
      viewBox={`${-ring} ${-height} ${ring * 2} ${height * PIN_HEIGHT}`}
      style={{ flexShrink: 0, marginLeft: 0, overflow: "visible" }}
    >
      {[0.34, 0.62, 0.94].map((share, index) => {
        const grown = progress(frame, at + 7 + index * 4, entrance * 1.5);
        return (
          <ellipse
            key={share}
            rx={ring * share * grown}
            ry={ring * share * FLATNESS * grown}
            fill="none"
            stroke={mix(tone.background, tone.accent, 0.85 - index * 0.26)}
            strokeWidth={thickness}
          />
        );
      })}
      <g
        transform={`translate(0 ${-(1 - drop) * height * 0.7}) scale(${height / 100})`}
        opacity={Math.min(1, drop * 2)}
      >
        <path
          d="M0 0C-10 -24 -34 -38 -34 -64A34 34 0 0 1 34 -64C34 -38 10 -24 0 0Z"
          fill={tone.accent}
        />
        <circle cy={-64} r={13} fill={tone.background} />
      </g>
    </svg>
  );
}
