import type { Link, List, ListItem, Nodes, Root, RootContent } from "mdast";
import type { Block } from "./brief.ts";
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
  project: { readonly hasBadges: boolean; readonly installed: string | null },
): string | null {
  if (!project.hasBadges && project.installed === null) return links[0] ?? null;
  const names = [/^[\w.@/-]+/.exec(title)?.[0] ?? "", project.installed ?? ""]
    .map((name) => name.toLowerCase().replace(/[:.]+$/, ""))
    .filter(Boolean);
  const named = links.filter((link) => names.some((name) => ownPartsOf(link).includes(name)));
  const own = named.find((link) => REPOSITORY.test(`${link}/`)) ?? named[0];
  return own?.replace(REPOSITORY, "$1") ?? null;
}

/** The package that a README tells to install below a heading for it; null in any other text. */
export function installedBy(blocks: readonly Block[]): string | null {
  const isReadme = blocks.some(
    (block) =>
      block.kind === "heading" && /^(?:install|usage\b|api\b|getting started)/i.test(block.text),
  );
  const code = blocks.flatMap((block) => (block.kind === "code" ? [block.text] : [])).join("\n");
  return (isReadme && INSTALL.exec(code)?.[1]) || null;
}

const INSTALL =
  /\b(?:npm (?:i|install|add)|yarn add|pnpm (?:i|add)|pip install|cargo (?:add|install)|gem install|brew install)(?: -{1,2}[\w-]+)* ([\w@/.-]+)/;

const REPOSITORY = /^(https?:\/\/git(?:hub|lab)\.com\/[^/]+\/[^/?#]+)[/?#].*$/i;

/** The name of whoever owns a repository is none of what is in it. */
function ownPartsOf(link: string): string[] {
  const isRepository = REPOSITORY.test(`${link}/`);
  return partsOf(link).filter((_, at) => !isRepository || at !== OWNER);
}

/** Behind the host and its two parts. */
const OWNER = 3;

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
