import { mix } from "../../look/colour.ts";
import type { Box } from "../../look/stage.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Rise } from "../parts/Rise.tsx";
import type { Head } from "../parts/Spread.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import type { Typeset } from "../text/measure.ts";
import { setAll, setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";

type PhoneContent = ContentOf<"phone">;

/** A phone that comes up from below and runs out of the picture; an app's notices slide into it. */
export function Phone({ content }: { readonly content: PhoneContent }) {
  const stage = useStage();
  const head = headOf(stage, content.headline, 40);
  const set = setPhone(content, stage, head);
  return (
    <>
      <Device set={set} />
      <Spread head={head} bodyHeight={head.room.h}>
        <Screen content={content} set={set} box={head.room} />
      </Spread>
    </>
  );
}

interface SetCard {
  readonly title: Typeset;
  readonly text: Typeset | null;
}

interface SetPhone {
  /** The device's outline, from the top of the scene's body to beyond the picture. */
  readonly device: Box;
  readonly app: Typeset;
  readonly cards: readonly SetCard[];
}

const MOST_WIDTH = 700;
/** Thickness of the device's frame, and from it to the cards. */
const FRAME = 14;
const MARGIN = 26;
const HEADER = 104;
const CARD_GAP = 14;
const CARD_PAD = 22;
const CARD_SIZES = [60, 54, 48, 44, 40, 37, 34, 31, 28];
const WITHIN = 6;

function setPhone(
  { app, cards }: PhoneContent,
  { theme, stage }: SceneStage,
  head: Head,
): SetPhone {
  const { room } = head;
  const width = Math.min(room.w, MOST_WIDTH);
  const inner = width - (FRAME + MARGIN) * 2;
  const device = {
    x: room.x + (room.w - width) / 2,
    y: room.y,
    w: width,
    h: stage.h - room.y + 80,
  };
  const free = room.h - FRAME - HEADER - CARD_GAP * (cards.length - 1) - MARGIN;
  const sized = CARD_SIZES.map((size) => setCards(cards, theme.type.body, inner, size));
  const fits = (set: readonly SetCard[]): boolean =>
    set.reduce((sum, card) => sum + heightOf(card), 0) <= free;
  const bare = sized.map((set) => set.map(({ title }) => ({ title, text: null })));
  return {
    device,
    app: setText(app, theme.type.body, {
      maxWidth: inner - 80,
      maxHeight: 60,
      max: 40,
      min: 30,
      lines: 1,
      isBold: true,
    }),
    cards: sized.find(fits) ?? bare.find(fits) ?? bare.at(-1) ?? [],
  };
}

function setCards(
  cards: PhoneContent["cards"],
  face: SceneStage["theme"]["type"]["body"],
  width: number,
  size: number,
): SetCard[] {
  const loose = { maxWidth: width - CARD_PAD * 2, maxHeight: 1e4, balance: true };
  const titles = setAll(
    cards.map(({ title }) => title),
    face,
    { ...loose, max: size, min: size, isBold: true },
  );
  const small = Math.max(28, Math.round(size * 0.78));
  return titles.map((title, index) => {
    const text = cards[index]?.text;
    return { title, text: text ? setText(text, face, { ...loose, max: small, min: small }) : null };
  });
}

function heightOf({ title, text }: SetCard): number {
  return CARD_PAD * 1.7 + title.height + (text ? text.height + WITHIN : 0);
}

function Device({ set: { device } }: { readonly set: SetPhone }) {
  const { tone, frame, enter, entrance } = useStage();
  const share = progress(frame, enter, entrance * 1.4);
  return (
    <div
      style={{
        position: "absolute",
        left: device.x,
        top: device.y,
        width: device.w,
        height: device.h,
        boxSizing: "border-box",
        borderRadius: 72,
        border: `${FRAME}px solid ${mix(tone.foreground, tone.background, 0.12)}`,
        backgroundColor: tone.surface,
        ...(share < 1 ? { transform: `translateY(${(1 - share) * device.h * 0.7}px)` } : {}),
      }}
    >
      <div
        style={{
          position: "absolute",
          left: "50%",
          top: 12,
          width: 104,
          height: 10,
          marginLeft: -52,
          borderRadius: 5,
          backgroundColor: mix(tone.foreground, tone.background, 0.12),
        }}
      />
    </div>
  );
}

interface ScreenProps {
  readonly content: PhoneContent;
  readonly set: SetPhone;
  readonly box: Box;
}

function Screen({ content, set, box }: ScreenProps) {
  const stage = useStage();
  const { tone, enter, theme, entrance } = stage;
  const { device, app, cards } = set;
  const reveals = revealsOf(stage, content.cards.length);
  const up = enter + Math.round(entrance * 0.7);
  return (
    <div
      style={{
        position: "absolute",
        left: device.x - box.x + FRAME + MARGIN,
        top: FRAME,
        width: device.w - (FRAME + MARGIN) * 2,
        display: "flex",
        flexDirection: "column",
        gap: CARD_GAP,
      }}
    >
      <div
        style={{
          height: HEADER - CARD_GAP,
          paddingTop: 26,
          boxSizing: "border-box",
          display: "flex",
          alignItems: "center",
          gap: 20,
        }}
      >
        <Rise at={up}>
          <div
            style={{
              width: 44,
              height: 44,
              borderRadius: 12,
              backgroundColor: tone.accent,
              marginLeft: 6,
            }}
          />
        </Rise>
        <EnteringText role="label" at={up + 2} manner="rise" of={{ ...app, lineHeight: 1.3 }} />
      </div>
      {cards.map((card, index) => (
        <Card
          key={index}
          card={card}
          at={Math.max(up + 6, reveals[index] ?? 0)}
          radius={Math.max(18, theme.texture.radius)}
        />
      ))}
    </div>
  );
}

function Card({ card, at, radius }: { card: SetCard; at: number; radius: number }) {
  const { tone } = useStage();
  return (
    <Rise
      at={at}
      y={-34}
      style={{
        boxSizing: "border-box",
        height: heightOf(card),
        padding: `${CARD_PAD * 0.8}px ${CARD_PAD}px`,
        borderRadius: radius,
        backgroundColor: tone.background,
      }}
    >
      <SetText role="body" of={card.title} colour={tone.foreground} />
      {card.text ? (
        <div style={{ marginTop: WITHIN }}>
          <SetText role="detail" of={card.text} colour={tone.muted} />
        </div>
      ) : null}
    </Rise>
  );
}
