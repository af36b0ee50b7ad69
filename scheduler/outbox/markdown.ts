/** Somebody's words in a comment of ours: they notify nobody, mark nothing and format nothing. */
export function plain(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return unmarked(line.replaceAll(/[\\`*_[\]~|>]/g, "\\$&").replaceAll("<", "&lt;"));
}

/** Several lines of somebody's words. */
export function plainLines(text: string): string {
  return text.split("\n").map(plain).join("\n");
}

/** A box that GitHub draws in the colour of its kind; elsewhere it is a quote. */
export function alert(
  kind: "IMPORTANT" | "WARNING" | "CAUTION",
  paragraphs: readonly string[],
): string {
  const lines = paragraphs.filter(Boolean).join("\n\n").split("\n");
  return [`> [!${kind}]`, ...lines.map((line) => (line === "" ? ">" : `> ${line}`))].join("\n");
}

/** A file by its name, with the way there; a path can't be followed. */
export function fileLink(place: string): string {
  if (!/^https?:\/\//.test(place)) return `\`${place}\``;
  return `[${plain(place.split("/").at(-1) ?? "")}](<${place}>)`;
}

/** A picture that leads to `target`, small enough that an upright one leaves the text in sight. */
export function picture(url: string, title: string, target: string): string {
  const [source, way] = [url, target].map((address) => address.replaceAll('"', "%22"));
  return `<a href="${way}"><img alt="${title}" src="${source}" width="480"></a>`;
}

/** Takes the power from `@name` and from anything that looks like our marker. */
export function unmarked(markdown: string): string {
  return markdown.replaceAll("<!--", "&lt;!--").replaceAll(/@(?=[\w-])/g, "@\u200B");
}

/** A part that opens on a click; GitHub wants the empty lines. */
export function folded(title: string, body: string): string {
  return body === "" ? "" : `<details>\n<summary>${title}</summary>\n\n${body}\n\n</details>`;
}

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${plain(line)}`).join("\n");
}

/** `14:32 UTC`: a comment is read in every time zone. */
export function clockTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 16)} UTC`;
}

/** The sections of a Markdown report by their `## ` titles; what stands before the first has the title "". */
export function sectionsOf(report: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  for (const part of `\n${report}`.split(/\n## /)) {
    const [title = "", ...rest] = part.split("\n");
    const isFirst = sections.size === 0 && part.startsWith("\n");
    sections.set(isFirst ? "" : title, (isFirst ? part : rest.join("\n")).trim());
  }
  return sections;
}
