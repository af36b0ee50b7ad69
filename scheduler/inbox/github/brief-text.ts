import type { Phrases } from "../../phrases/phrases.ts";

/** GitHub keeps no longer text; what is longer came by another way, and costs only time. */
const LONGEST_TEXT = 100_000;
/** Readers of Markdown need time with the square of these: a minute for 60 000. */
const MOST_MARKS = 5_000;

/** Why no brief is made of a text, however it reads; null when one can be. */
export function whyUnreadable(text: string, say: Phrases): string | null {
  if (text.length > LONGEST_TEXT) return say.tooLong(text.length, LONGEST_TEXT);
  const marks = [/[*_~]/g, /[[\]]/g].map((mark) => text.match(mark)?.length ?? 0);
  if (marks.every((count) => count <= MOST_MARKS)) return null;
  return say.tooManyMarks(Math.max(...marks), MOST_MARKS);
}

/**
 * The brief as a Markdown file would hold it: the issue's title as heading, its body below. What a
 * reader of the issue does not see is taken out: HTML comments, invisible characters, the words that
 * stand in for pictures, titles of links, definitions that nothing refers to. A picture stays as its address.
 */
export function briefTextOf(title: string, body: string): string {
  const heading = headingOf(title);
  const lines = withoutDepth(withoutInvisible(body.replaceAll(/\r\n?/g, "\n")));
  const text = visibleMarkdown(lines).trim();
  const frontMatter = /^---\n([\s\S]*?)\n---(\n|$)/.exec(text);
  if (!frontMatter) return `# ${heading}\n\n${text}\n`;
  if (/^title\s*:/m.test(frontMatter[1] ?? "")) return `${text}\n`;
  // A JSON string is valid YAML, whatever the title holds.
  return `---\ntitle: ${JSON.stringify(heading)}${text.slice(3)}\n`;
}

function headingOf(title: string): string {
  return withoutInvisible(title).replaceAll(/\s+/g, " ").trim();
}

/** How many lines `briefTextOf` has put before those of the issue's body, or right at their beginning. */
export function linesOfTitle(title: string, brief: string): number {
  const heading = headingOf(title);
  if (brief.startsWith(`# ${heading}\n\n`)) return 2;
  return brief.startsWith(`---\ntitle: ${JSON.stringify(heading)}\n`) ? 1 : 0;
}

/**
 * Zero-width, bidirectional, tag and other format characters, controls, fillers and the selectors of
 * rare variants can hide words. Joiners of emoji stay, and Arabic signs, which are seen.
 */
const INVISIBLE =
  /(?!\u200C|\u200D|[\t\n\u0600-\u0605\u06DD\u070F\u08E2])[\p{Cc}\p{Cf}]|[\u115F\u1160\u3164\uFFA0]|[\u{E0100}-\u{E01EF}]/gu;

function withoutInvisible(text: string): string {
  return text.replaceAll(INVISIBLE, "");
}

const FENCE = String.raw`^[ \t]{0,3}(?<fence>${"```"}|~~~)[^\n]*\n[^]*?^[ \t]{0,3}\k<fence>[^\n]*$`;
const CODE = String.raw`(?<ticks>${"`"}+)(?!${"`"})[^]*?(?<!${"`"})\k<ticks>(?!${"`"})`;
const COMMENT = String.raw`<!--[^]*?(?:-->|$(?![^]))`;
const PICTURE_TAG = String.raw`<img\b[^>]{0,4000}>?`;
const PICTURE = String.raw`!\[(?:[^[\]\\]|\\[^]|\[[^[\]]{0,500}\]){0,4000}\](?:\((?<place>[^()\n]{0,4000})\)|\[[^[\]\n]{0,500}\])?`;
/** On a host with a name: whether anything is fetched from there, the settings say. */
const ADDRESS =
  /^<?(https:\/\/(?:[a-z\d-]{1,63}\.){1,9}[a-z]{2,63}(?::\d{1,5})?\/[^\s<>"']*)>?(?:\s|$)/i;
const LINK_TITLE = String.raw`(?<address>\]\([^()\s]{0,4000})\s+(?:"[^"\n]*"|'[^'\n]*')\s*\)`;
const DEFINITION = String.raw`^ {0,3}\[(?<label>[^[\]\n]{1,500})\]:[ \t]*\n?[ \t]*(?<target><[^<>\n]*>|[^\s<]\S*)(?:[ \t]*\n?[ \t]*(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$`;
const UNSEEN = new RegExp(
  [FENCE, CODE, COMMENT, PICTURE_TAG, PICTURE, LINK_TITLE, DEFINITION].join("|"),
  "gim",
);

/** Code stays as it is: there, a comment is part of the subject. One pass, in time linear in the text. */
function visibleMarkdown(text: string): string {
  const labels = text.matchAll(/\[([^[\]\n]{1,500})\](?!:)/g);
  const used = new Set([...labels].map(([, label = ""]) => label.toLowerCase()));
  return text.replaceAll(UNSEEN, (found, ...rest) => {
    const { fence, ticks, address, label, target, place } = rest.at(-1) as Readonly<
      Record<string, string | undefined>
    >;
    if (fence !== undefined || ticks !== undefined) return found;
    if (place !== undefined) return picture(place.trim());
    if (address !== undefined) return `${address})`;
    if (label === undefined) return "";
    return used.has(label.toLowerCase()) ? `[${label}]: ${target ?? ""}` : "";
  });
}

/** Without the words that stand in for it, which nobody sees. */
function picture(place: string): string {
  const address = ADDRESS.exec(place)?.[1];
  return address === undefined ? "" : `![](${address})`;
}

/** Readers of Markdown take minutes for a thousand quotations in each other; nobody means that. */
function withoutDepth(text: string): string {
  return text
    .replaceAll(/^((?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){8})(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)+/gm, "$1")
    .replaceAll(/([[\]()!<>*_~`|\\])\1{99,}/g, (run) => run.slice(0, 99));
}
