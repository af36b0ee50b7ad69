import { RequestError, type Octokit } from "octokit";
import { pageMemory, type Page, type PageMemory } from "./page-memory.ts";

/**
 * Reads lists page by page with `If-None-Match`. GitHub charges nothing for a 304, as long as the
 * URL stays the same; so what was made of a page is remembered by its URL.
 */
export interface ConditionalPages {
  read<Item>(
    route: string,
    fields: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    reading: Reading<Item>,
  ): Promise<{
    readonly isUnchanged: boolean;
    readonly items: Item[];
    /** When the first page was as it is, by GitHub's clock, ISO 8601. */
    readonly at: string;
  }>;
  /** One object instead of a list, with its ETag as well. */
  item<Item>(
    route: string,
    fields: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    keep: (data: unknown) => Item,
  ): Promise<Item>;
  /** For a URL that will not come again: nothing is remembered. */
  readOnce(
    route: string,
    fields: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<{ readonly items: unknown[]; /** GitHub's clock, ISO 8601. */ readonly at: string }>;
}

export interface Reading<Item> {
  /** What is needed of a page, always the same for a route: nothing else is remembered. */
  readonly keep: (items: readonly unknown[]) => readonly Item[];
  /** True for a page after which the rest is of no interest; default: all pages are read. */
  readonly isLast?: (items: readonly Item[]) => boolean;
}

interface Asked<Item> {
  readonly page: Page<Item>;
  readonly isKnown: boolean;
}

const PER_PAGE = 100;
/** A runaway `Link` chain ends here: 10 000 items. */
const MOST_PAGES = 100;

export function conditionalPages(octokit: Octokit): ConditionalPages {
  const memory = pageMemory();
  const firstUrl = (route: string, fields: Readonly<Record<string, unknown>>): string =>
    octokit.request.endpoint(route, { ...fields, per_page: PER_PAGE }).url;

  return {
    read: async <Item>(
      route: string,
      fields: Readonly<Record<string, unknown>>,
      signal: AbortSignal,
      { keep, isLast = () => false }: Reading<Item>,
    ) => {
      const request = { signal, route, repository: repositoryOf(fields) };
      const items: Item[] = [];
      let isUnchanged = true;
      let at: string | undefined;
      let url: string | undefined = firstUrl(route, fields);
      for (let number = 0; url && number < MOST_PAGES; number += 1) {
        const asked: Asked<Item> = await askConditionally(octokit, memory, url, request, keep);
        items.push(...asked.page.items);
        at ??= asked.page.at;
        isUnchanged &&= asked.isKnown;
        url = isLast(asked.page.items) ? undefined : followingOf(asked, url);
      }
      return { isUnchanged, items, at: at ?? "" };
    },

    item: async (route, fields, signal, keep) => {
      const request = { signal, route, repository: repositoryOf(fields) };
      const { url } = octokit.request.endpoint(route, { ...fields });
      const only = ([data]: readonly unknown[]) => [keep(data)];
      const { page } = await askConditionally(octokit, memory, url, request, only);
      return page.items[0]!;
    },

    readOnce: async (route, fields, signal) => {
      const request = { signal, route, repository: repositoryOf(fields) };
      const first = await ask(octokit, firstUrl(route, fields), undefined, request);
      const items = [...first.items];
      let url = first.next;
      for (let number = 1; url && number < MOST_PAGES; number += 1) {
        const page = await ask(octokit, url, undefined, request);
        items.push(...page.items);
        url = page.next;
      }
      return { items, at: first.at };
    },
  };
}

async function askConditionally<Item>(
  octokit: Octokit,
  memory: PageMemory,
  url: string,
  request: object,
  keep: Reading<Item>["keep"],
): Promise<Asked<Item>> {
  const known = memory.recall<Item>(url);
  try {
    const answer = await ask(octokit, url, known?.etag, request);
    const page = {
      ...answer,
      items: keep(answer.items),
      isFull: answer.items.length >= PER_PAGE,
    };
    memory.remember(url, page);
    return { page, isKnown: false };
  } catch (error) {
    if (!known || !(error instanceof RequestError) || error.status !== 304) throw error;
    return { page: known, isKnown: true };
  }
}

/**
 * A page that is as it was, and full, may have got another one behind it since: where a list grows at its
 * end, no page before tells. To ask for one that is not there costs nothing from the second time on. Where
 * pages are told apart by a cursor, nobody can guess the next one's, and a number is not looked at.
 */
function followingOf({ page, isKnown }: Asked<unknown>, url: string): string | undefined {
  if (page.next !== undefined || !isKnown || !page.isFull) return page.next;
  const following = new URL(url);
  if (following.searchParams.has("after")) return undefined;
  const number = Number(following.searchParams.get("page") ?? 1);
  following.searchParams.set("page", String(number + 1));
  return following.href;
}

async function ask(
  octokit: Octokit,
  url: string,
  etag: string | undefined,
  request: object,
): Promise<Omit<Page<unknown>, "isFull">> {
  const headers = etag ? { "if-none-match": etag } : {};
  const answer = await octokit.request(`GET ${url}`, { headers, request });
  const items = Array.isArray(answer.data) ? (answer.data as unknown[]) : [answer.data];
  const at = new Date(answer.headers.date ?? Date.now()).toISOString();
  return { etag: answer.headers.etag, items, next: nextOf(answer.headers.link), at };
}

function repositoryOf({ owner, repo }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof owner === "string" && typeof repo === "string" ? `${owner}/${repo}` : undefined;
}

/** `<https://…&page=2>; rel="next"` */
function nextOf(link: string | undefined): string | undefined {
  return /<([^<>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
}
