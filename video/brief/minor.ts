import type { Block } from "./brief.ts";

/** Sections that every project has, and that say nothing of this one. */
const MINOR =
  /^(?:licen[cs](?:e|es|ing)|copyright|contribut(?:e|ing|ors?|ions?)(?: (?:guide(?:lines)?|rules))?|how to contribute|(?:the )?(?:authors?|maintainers?|team|credits|sponsors?|backers|supporters)|(?:authors?|credits) (?:and|&) .{3,24}|acknowledge?ments?|(?:special )?thanks(?: to)?|(?:table of )?contents|toc|badges|funding|donat(?:e|ions?)|help this project.{0,20}|code of conduct|disclaimer|ライセンス|著作権(?:表示)?|(?:本プロジェクトへの)?貢献(?:方法|の(?:方法|仕方))?|コントリビュー.{2,10}|作者|著者|作者について|メンテナー?|謝辞|目次|スポンサー|免責事項|行動規範|本件に関する.{2,16})$/i;

/** Numbers of the blocks in such sections; none where a text holds nothing else. */
export function minorBlocks(blocks: readonly Block[]): ReadonlySet<number> {
  const minor = new Set<number>();
  let level: number | null = null;
  for (const [at, block] of blocks.entries()) {
    if (block.kind === "heading") {
      if (level !== null && block.level > level) minor.add(at);
      else level = at > 0 && isMinor(block.text) ? block.level : null;
    }
    if (level !== null) minor.add(at);
  }
  const isRest = blocks.some(({ kind }, at) => kind !== "heading" && !minor.has(at));
  return isRest ? minor : new Set();
}

const isMinor = (heading: string): boolean =>
  MINOR.test(heading.replaceAll(/[^\p{L}\p{N}&\s]/gu, " ").trim());
