import type { Link, List, ListItem, Nodes, Root, RootContent } from "mdast";
import { plainTextOf } from "./inline.ts";

/** The addresses that a text links to, in order; badges lead to services that made them, and are none. */
export function linksOf(tree: Root): string[] {
  const links: string[] = [];
  const visit = (node: Root | RootContent): void => {
    if (node.type === "link" && /^https?:\/\//i.test(node.url) && !isBadge(node))
      links.push(addressOf(node));
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(tree);
  return links;
}

/** Whether a text wears badges, as projects do. */
export function hasBadges(tree: Root): boolean {
  const isIn = (node: Root | RootContent): boolean =>
    (node.type === "link" && isBadge(node)) ||
    ("children" in node && node.children.some((child: RootContent) => isIn(child)));
  return isIn(tree);
}

/**
 * The address on the end card: the first link. A project's text links to much that isn't its own; there the first one
 * that names the project, as far as its repository.
 */
export function endAddress(
  links: readonly string[],
  title: string,
  isProject: boolean,
): string | null {
  if (!isProject) return links[0] ?? null;
  const name =
    /^[\w.@/-]+/
      .exec(title)?.[0]
      ?.toLowerCase()
      .replace(/[:.]+$/, "") ?? "";
  const named = links.filter((link) => partsOf(link).includes(name));
  const own = named.find((link) => REPOSITORY.test(`${link}/`)) ?? named[0];
  return own?.replace(REPOSITORY, "$1") ?? null;
}

const REPOSITORY = /^(https?:\/\/git(?:hub|lab)\.com\/[^/]+\/[^/?#]+)[/?#].*$/i;

const partsOf = (link: string): string[] =>
  link
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, "")
    .split(/[/?#]/)
    .flatMap((part, at) => (at === 0 ? [part, ...part.split(".")] : [part]));

function isBadge(link: Link): boolean {
  return link.children.length > 0 && link.children.every(isPicture);
}

const isPicture = (node: Nodes): boolean =>
  node.type === "image" || (node.type === "text" && node.value.trim() === "");

/** An address that is only written down ends where the writing goes on in full width. */
function addressOf(link: Link): string {
  const { text } = plainTextOf(link);
  return text !== "" && link.url.endsWith(text) ? link.url.replace(TAIL, "") : link.url;
}

/** Full-width signs and hiragana; kanji and katakana may belong to a path. */
const TAIL = /[\u3000-\u309f\uff00-\uffef].*$/su;

/** Nothing but links into the text itself. */
export function isContentsTable(list: List): boolean {
  return list.children.length > 1 && list.children.every(isEntry);
}

function isEntry(item: ListItem): boolean {
  return item.children.every((child) => {
    if (child.type === "list") return child.children.every(isEntry);
    if (child.type !== "paragraph") return false;
    return child.children.every(
      (one) =>
        (one.type === "link" && one.url.startsWith("#")) ||
        (one.type === "text" && one.value.trim() === ""),
    );
  });
}
