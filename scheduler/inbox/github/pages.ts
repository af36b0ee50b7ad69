import { RequestError, type Octokit } from "octokit";

/**
 * Reads lists page by page with `If-None-Match`. GitHub charges nothing for a 304, as long as the
 * URL stays the same; so pages are remembered by their URL.
 */
export interface ConditionalPages {
  read(
    route: string,
    fields: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    /** True for a page after which the rest is of no interest; default: all pages are read. */
    isLast?: (items: readonly unknown[]) => boolean,
  ): Promise<{
    readonly isUnchanged: boolean;
    readonly items: unknown[];
    /** When the first page was as it is, by GitHub's clock, ISO 8601. */
    readonly at: string;
  }>;
  /** One object instead of a list, with its ETag as well. */
  item(
    route: string,
    fields: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<unknown>;
  /** For a URL that will not come again: nothing is remembered. */
  readOnce(
    route: string,
    fields: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<{ readonly items: unknown[]; /** GitHub's clock, ISO 8601. */ readonly at: string }>;
}

interface Page {
  readonly etag: string | undefined;
  readonly items: unknown[];
  readonly next: string | undefined;
  readonly at: string;
}

const PER_PAGE = 100;
/** Pages kept for their ETag; the oldest is forgotten first. */
const REMEMBERED = 1000;
/** A runaway `Link` chain ends here: 10 000 items. */
const MOST_PAGES = 100;

export function conditionalPages(octokit: Octokit): ConditionalPages {
  const remembered = new Map<string, Page>();
  const firstUrl = (route: string, fields: Readonly<Record<string, unknown>>): string =>
    octokit.request.endpoint(route, { ...fields, per_page: PER_PAGE }).url;

  const ask = async (url: string, etag: string | undefined, request: object): Promise<Page> => {
    const headers = etag ? { "if-none-match": etag } : {};
    const answer = await octokit.request(`GET ${url}`, { headers, request });
    const items = Array.isArray(answer.data) ? (answer.data as unknown[]) : [answer.data];
    const at = new Date(answer.headers.date ?? Date.now()).toISOString();
    return { etag: answer.headers.etag, items, next: nextOf(answer.headers.link), at };
  };

  const askConditionally = async (url: string, request: object) => {
    const known = remembered.get(url);
    try {
      const page = await ask(url, known?.etag, request);
      remember(remembered, url, page);
      return { page, isKnown: false };
    } catch (error) {
      if (!known || !(error instanceof RequestError) || error.status !== 304) throw error;
      return { page: known, isKnown: true };
    }
  };

  return {
    read: async (route, fields, signal, isLast = () => false) => {
      const request = { signal, route, repository: repositoryOf(fields) };
      const items: unknown[] = [];
      let isUnchanged = true;
      let at: string | undefined;
      let url: string | undefined = firstUrl(route, fields);
      for (let number = 0; url && number < MOST_PAGES; number += 1) {
        const { page, isKnown } = await askConditionally(url, request);
        items.push(...page.items);
        at ??= page.at;
        isUnchanged &&= isKnown;
        url = isLast(page.items) ? undefined : page.next;
      }
      return { isUnchanged, items, at: at ?? "" };
    },

    item: async (route, fields, signal) => {
      const request = { signal, route, repository: repositoryOf(fields) };
      const { url } = octokit.request.endpoint(route, { ...fields });
      const { page } = await askConditionally(url, request);
      return page.items[0];
    },

    readOnce: async (route, fields, signal) => {
      const request = { signal, route, repository: repositoryOf(fields) };
      const first = await ask(firstUrl(route, fields), undefined, request);
      const items = [...first.items];
      let url = first.next;
      for (let number = 1; url && number < MOST_PAGES; number += 1) {
        const page = await ask(url, undefined, request);
        items.push(...page.items);
        url = page.next;
      }
      return { items, at: first.at };
    },
  };
}

function remember(pages: Map<string, Page>, url: string, page: Page): void {
  pages.delete(url);
  pages.set(url, page);
  const oldest = pages.keys().next().value;
  if (pages.size > REMEMBERED && oldest !== undefined) pages.delete(oldest);
}

function repositoryOf({ owner, repo }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof owner === "string" && typeof repo === "string" ? `${owner}/${repo}` : undefined;
}

/** `<https://…&page=2>; rel="next"` */
function nextOf(link: string | undefined): string | undefined {
  return /<([^<>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
}
