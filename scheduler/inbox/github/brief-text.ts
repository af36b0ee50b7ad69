/**
 * The brief as a Markdown file would hold it: the issue's title as heading, its body below. What a
 * reader of the issue does not see (HTML comments, invisible characters) is taken out.
 */
export function briefTextOf(title: string, body: string): string {
  const heading = visible(title).replaceAll(/\s+/g, " ").trim();
  const text = withoutComments(visible(body.replaceAll("\r\n", "\n"))).trim();
  const frontMatter = /^---\n([\s\S]*?)\n---(\n|$)/.exec(text);
  if (!frontMatter) return `# ${heading}\n\n${text}\n`;
  if (/^title\s*:/m.test(frontMatter[1] ?? "")) return `${text}\n`;
  // A JSON string is valid YAML, whatever the title holds.
  return `---\ntitle: ${JSON.stringify(heading)}${text.slice(3)}\n`;
}

/** Zero-width, bidirectional and other format characters can hide words; joiners of emoji stay. */
function visible(text: string): string {
  return text.replaceAll(
    /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu,
    "",
  );
}

/** Drops `<!-- … -->` outside of fenced code, where it would be part of the subject. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /(^(```|~~~)[^\n]*\n[\s\S]*?^\2[^\n]*$)|<!--[\s\S]*?(-->|$(?![\s\S]))/gm,
    "$1",
  );
}
