/** `https://www.example.org/start/` → `example.org/start`; a long path is left away. */
export function shownLink(link: string): string {
  const bare = link
    .replace(/^https?:\/\/(?:www\.)?/i, "")
    .replace(/[?#].*$/, "")
    .replace(/\/$/, "");
  return bare.length <= 60 ? bare : (bare.split("/")[0] ?? bare).slice(0, 60);
}

const ADDRESS = /\s*[（(]?https?:\/\/[^\s)）]+[)）]?/g;

/** The sentence without its address, where something is left to be said. */
export function withoutAddress(text: string): string {
  const bare = text
    .replaceAll(ADDRESS, "")
    .replace(/\s+(?:at|on|from|under|using|via|:)\s*([.!]?)$/i, "$1")
    .trim();
  return /\p{L}{3}/u.test(bare) ? bare : text;
}

/** The voice names the site; the whole address stands on the screen. */
export function withSpokenAddress(text: string): string {
  return text.replaceAll(/https?:\/\/(?:www\.)?([\w.-]+\w)(?:\/[^\s)）]*[^\s)）.,。])?/g, "$1");
}
