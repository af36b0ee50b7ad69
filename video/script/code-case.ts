import type { Block, Brief } from "../brief/brief.ts";
import { capitalized } from "../language/clauses.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import type { Scene } from "./ledger.ts";

/**
 * Code at the beginning of a line keeps the case in which it is written, and so does a name in the title with which
 * the author begins small: `cargo fix` is no "Cargo fix", tinycron no "Tinycron".
 */
export function withCodeCase(scenes: readonly Scene[], { blocks, title }: Brief): Scene[] {
  const text = blocks.map(textOf).join("\n");
  const spans = [...new Set([...blocks.flatMap(codeOf), ...nameIn(title, blocks)])].filter(
    (span) => capitalized(span) !== span && !text.includes(capitalized(span)),
  );
  if (spans.length === 0) return [...scenes];
  const asWritten = (line: string): string => {
    const span = spans.find((one) => opensWith(line, capitalized(one)));
    return span === undefined ? line : span + line.slice(span.length);
  };
  return scenes.map((scene) => ({
    ...scene,
    telling: scene.telling.map(asWritten),
    moment: { ...scene.moment, content: mapped(scene.moment.content, asWritten) },
  }));
}

/** The title's first word, where sentences begin with it as well. */
function nameIn(title: string, blocks: readonly Block[]): string[] {
  const [name = ""] = /^\p{Ll}[\p{L}\d]{2,}/u.exec(title) ?? [];
  const sentences = blocks.flatMap((block) => (block.kind === "paragraph" ? block.sentences : []));
  return name !== "" && sentences.some(({ text }) => opensWith(text, name)) ? [name] : [];
}

function opensWith(line: string, span: string): boolean {
  return line.startsWith(span) && !/[\p{L}\p{N}]/u.test(line[span.length] ?? "");
}

function codeOf(block: Block): readonly string[] {
  return block.kind === "paragraph" || block.kind === "list" ? (block.code ?? []) : [];
}

function textOf(block: Block): string {
  if (block.kind === "paragraph") return block.sentences.map(({ text }) => text).join(" ");
  if (block.kind === "list") return block.items.map(({ text }) => text).join("\n");
  return block.kind === "table" ? block.rows.flat().join("\n") : block.text;
}

/** Every text of a scene's content. */
function mapped(content: SceneContent, change: (text: string) => string): SceneContent {
  const visit = (value: unknown): unknown => {
    if (typeof value === "string") return change(value);
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, visit(one)]));
  };
  return { ...(visit(content) as SceneContent), template: content.template } as SceneContent;
}
