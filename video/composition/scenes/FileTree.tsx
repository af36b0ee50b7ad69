import { mix } from "../../look/colour.ts";
import { CHARACTER, columnsOf } from "../code/columns.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Rise } from "../parts/Rise.tsx";
import type { Head } from "../parts/Spread.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import type { Typeset } from "../text/measure.ts";
import { setText } from "../text/measure.ts";
import { SetText } from "../text/Text.tsx";

type FileTreeContent = ContentOf<"fileTree">;
type Entry = FileTreeContent["entries"][number];

/** Folders and files along the lines that join them. */
export function FileTree({ content }: { readonly content: FileTreeContent }) {
  const stage = useStage();
  const head = headOf(stage, content.headline, 44);
  const set = setTree(content.entries, stage, head);
  const reveals = revealsOf(stage, content.entries.length);
  return (
    <Spread head={head} bodyHeight={set.row * content.entries.length}>
      {content.entries.map((entry, index) => (
        <Row
          key={index}
          entry={entry}
          index={index}
          entries={content.entries}
          set={set}
          at={reveals[index] ?? 0}
        />
      ))}
    </Spread>
  );
}

interface SetTree {
  readonly size: number;
  /** Height of a row. */
  readonly row: number;
  /** By which every depth is set in. */
  readonly step: number;
  /** Where the names of depth 0 begin, behind their icons. */
  readonly icon: number;
  readonly notes: readonly (Typeset | null)[];
  /** Where all notes begin. */
  readonly noteX: number;
}

const MAX_SIZE = 64;
const MIN_SIZE = 28;
const NOTE_GAP = 56;

/** The biggest size in which every row fits with its note; where there is no room for notes, without them. */
function setTree(entries: readonly Entry[], { theme }: SceneStage, { room }: Head): SetTree {
  for (const hasNotes of [true, false]) {
    for (let size = MAX_SIZE; size >= MIN_SIZE; size -= 2) {
      const step = size * 1.25;
      const icon = size * 1.35;
      const names = Math.max(
        ...entries.map(
          ({ name, depth }) => depth * step + icon + columnsOf(name) * CHARACTER * size,
        ),
      );
      const noteSize = Math.max(28, Math.round(size * 0.72));
      const loose = { maxWidth: 1e4, maxHeight: 1e4, max: noteSize, min: noteSize };
      const notes = entries.map(({ note }) =>
        hasNotes && note ? setText(note, theme.type.body, loose) : null,
      );
      const widest = Math.max(0, ...notes.map((note) => note?.width ?? 0));
      const width = names + (widest > 0 ? NOTE_GAP + widest * 1.02 : 0);
      const row = Math.min(room.h / entries.length, size * 2.1);
      if (size > MIN_SIZE && (width > room.w || row < size * 1.38)) continue;
      if (hasNotes && width > room.w) continue;
      return { size, row, step, icon, notes, noteX: names + NOTE_GAP };
    }
  }
  throw new RangeError("A file tree without notes always has a size.");
}

interface RowProps {
  readonly entry: Entry;
  readonly index: number;
  readonly entries: readonly Entry[];
  readonly set: SetTree;
  readonly at: number;
}

function Row({ entry, index, entries, set, at }: RowProps) {
  const { tone, theme } = useStage();
  const { size, row, step, icon, notes, noteX } = set;
  const note = notes[index] ?? null;
  const x = entry.depth * step;
  const { mono } = theme.type;
  return (
    <div style={{ position: "relative", width: "100%", height: row, flexShrink: 0 }}>
      <Branches entry={entry} index={index} entries={entries} set={set} at={at} />
      <Rise
        at={at}
        x={-26}
        style={{
          position: "absolute",
          left: x,
          top: 0,
          height: row,
          display: "flex",
          alignItems: "center",
        }}
      >
        <div style={{ width: icon, flexShrink: 0, display: "flex" }}>
          <Icon isFolder={entry.isFolder} size={size} />
        </div>
        <div
          data-text="code"
          data-size={size}
          style={{
            fontFamily: mono.family,
            fontSize: size,
            fontWeight: entry.isFolder ? mono.bold : mono.weight,
            fontVariantLigatures: "none",
            lineHeight: 1.3,
            whiteSpace: "pre",
            color: entry.isFolder ? tone.foreground : mix(tone.foreground, tone.muted, 0.3),
          }}
        >
          <span data-line="">{entry.name}</span>
        </div>
      </Rise>
      {note ? (
        <Rise
          at={at + 5}
          style={{
            position: "absolute",
            left: noteX,
            top: 0,
            height: row,
            display: "flex",
            alignItems: "center",
          }}
        >
          <SetText role="detail" of={{ ...note, lineHeight: 1.3 }} colour={tone.muted} />
        </Rise>
      ) : null}
    </div>
  );
}

/** The lines from the folders around an entry; they draw themselves down to it. */
function Branches({ entry, index, entries, set, at }: RowProps) {
  const { tone, theme, frame, entrance } = useStage();
  const { size, row, step } = set;
  const share = progress(frame, at - 3, entrance * 0.8);
  const colour = mix(tone.background, tone.foreground, 0.34);
  const thickness = Math.max(3, theme.texture.rule);
  const stem = (level: number): number => level * step + size * 0.46;
  return Array.from({ length: entry.depth }, (_, level) => {
    const isOwn = level === entry.depth - 1;
    const goesOn = isContinued(entries, index, level);
    if (!isOwn && !goesOn) return null;
    const line = { position: "absolute", left: stem(level), backgroundColor: colour } as const;
    return (
      <div key={level}>
        <div
          style={{
            ...line,
            top: -size * 0.1,
            width: thickness,
            height: goesOn ? row + size * 0.1 : row / 2 + size * 0.1,
            transform: `scaleY(${share})`,
            transformOrigin: "top",
          }}
        />
        {isOwn ? (
          <div
            style={{
              ...line,
              top: row / 2 - thickness / 2,
              width: step - size * 0.58,
              height: thickness,
              transform: `scaleX(${share})`,
              transformOrigin: "left",
            }}
          />
        ) : null}
      </div>
    );
  });
}

/** Whether another entry follows in the folder of depth `level`. */
function isContinued(entries: readonly Entry[], index: number, level: number): boolean {
  const next = entries.slice(index + 1).find(({ depth }) => depth <= level + 1);
  return next?.depth === level + 1;
}

function Icon({ isFolder, size }: { readonly isFolder: boolean; readonly size: number }) {
  const { tone } = useStage();
  const stroke = { fill: "none", stroke: tone.muted, strokeWidth: 2.4 } as const;
  return (
    <svg width={size} height={size} viewBox="0 0 32 32">
      {isFolder ? (
        <path d="M3 7H12L15 11H29V27H3Z" fill={tone.accent} />
      ) : (
        <>
          <path d="M8 3H19L25 9V29H8Z" {...stroke} />
          <path d="M19 3V9H25" {...stroke} />
        </>
      )}
    </svg>
  );
}
