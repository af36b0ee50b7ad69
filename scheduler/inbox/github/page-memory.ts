/** A page of one of GitHub's lists, reduced to what is needed of it. */
export interface Page<Item> {
  readonly etag: string | undefined;
  readonly items: readonly Item[];
  /** URL of the one that follows. */
  readonly next: string | undefined;
  /** It had as many items as a page may have. */
  readonly isFull: boolean;
  /** When it was so, by GitHub's clock, ISO 8601. */
  readonly at: string;
}

/** Pages by their URL, for the next 304. What is forgotten costs a request, nothing else. */
export interface PageMemory {
  /** A URL is always read for the same kind of items. */
  recall<Item>(url: string): Page<Item> | undefined;
  remember(url: string, page: Page<unknown>): void;
}

const MOST_PAGES = 1000;
/** Of JSON, all pages together: issues and comments may be long, and strangers write them. */
const MOST_CHARACTERS = 8_000_000;

/**
 * Within its limits, the page that was read first is forgotten first. Pages behind the end of a list
 * that has become shorter are forgotten with their page.
 */
export function pageMemory(
  limits = { pages: MOST_PAGES, characters: MOST_CHARACTERS },
): PageMemory {
  const pages = new Map<string, { page: Page<unknown>; characters: number }>();
  let characters = 0;
  const forget = (url: string): void => {
    characters -= pages.get(url)?.characters ?? 0;
    pages.delete(url);
  };
  const forgetFrom = (url: string | undefined): void => {
    for (let at = url; at !== undefined && pages.has(at);) {
      const { next } = pages.get(at)!.page;
      forget(at);
      at = next;
    }
  };
  return {
    recall: <Item>(url: string) => pages.get(url)?.page as Page<Item> | undefined,
    remember: (url, page) => {
      const before = pages.get(url)?.page.next;
      forget(url);
      if (before !== page.next) forgetFrom(before);
      const own = JSON.stringify(page).length;
      pages.set(url, { page, characters: own });
      characters += own;
      for (const oldest of pages.keys()) {
        if (pages.size <= limits.pages && characters <= limits.characters) break;
        forget(oldest);
      }
    },
  };
}
