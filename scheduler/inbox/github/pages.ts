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
  ): Promise<{ readonly isUnchanged: boolean; readonly items: unknown[] }>;
}

interface Page {
  readonly etag: string | undefined;
  readonly items: unknown[];
  readonly next: string | undefined;
}

const PER_PAGE = 100;
/** Pages kept for their ETag; the oldest is forgotten first. */
const REMEMBERED = 1000;
/** A runaway `Link` chain ends here: 10 000 items. */
const MOST_PAGES = 100;

export function conditionalPages(octokit: Octokit): ConditionalPages {
  const remembered = new Map<string, Page>();

  const readPage = async (url: string, route: string, signal: AbortSignal) => {
    const known = remembered.get(url);
    const headers = known?.etag ? { "if-none-match": known.etag } : {};
    try {
      const answer = await octokit.request(`GET ${url}`, { headers, request: { signal, route } });
      const items = Array.isArray(answer.data) ? (answer.data as unknown[]) : [answer.data];
      const page = { etag: answer.headers.etag, items, next: nextOf(answer.headers.link) };
      remember(remembered, url, page);
      return { page, isKnown: false };
    } catch (error) {
      if (known && error instanceof RequestError && error.status === 304) {
        return { page: known, isKnown: true };
      }
      throw error;
    }
  };

  return {
    read: async (route, fields, signal, isLast = () => false) => {
      const first = octokit.request.endpoint(route, { ...fields, per_page: PER_PAGE });
      const items: unknown[] = [];
      let isUnchanged = true;
      let url: string | undefined = first.url;
      for (let number = 0; url && number < MOST_PAGES; number += 1) {
        const { page, isKnown } = await readPage(url, route, signal);
        items.push(...page.items);
        isUnchanged &&= isKnown;
        url = isLast(page.items) ? undefined : page.next;
      }
      return { isUnchanged, items };
    },
  };
}

function remember(pages: Map<string, Page>, url: string, page: Page): void {
  pages.delete(url);
  pages.set(url, page);
  const oldest = pages.keys().next().value;
  if (pages.size > REMEMBERED && oldest !== undefined) pages.delete(oldest);
}

/** `<https://…&page=2>; rel="next"` */
function nextOf(link: string | undefined): string | undefined {
  return /<([^<>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
}
