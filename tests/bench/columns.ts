/** Lines of a table as text for a terminal: the first `labels` columns to the left, the others to the right. */
export function aligned(lines: readonly (readonly string[])[], labels: number): string[] {
  const widths = (lines[0] ?? []).map((_, n) =>
    Math.max(...lines.map((line) => line[n]?.length ?? 0)),
  );
  const place = (text: string, n: number): string =>
    n < labels ? text.padEnd(widths[n] ?? 0) : text.padStart(widths[n] ?? 0);
  return lines.map((line) => line.map(place).join("  ").trimEnd());
}

/** The same as a Markdown table; the first line is the head. */
export function piped(lines: readonly (readonly string[])[], labels: number): string {
  const [head = [], ...rest] = lines;
  const rule = head.map((_, n) => (n < labels ? "---" : "--:"));
  return [head, rule, ...rest].map((line) => `| ${line.join(" | ")} |`).join("\n");
}
