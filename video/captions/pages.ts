import { joinAtoms, type Atom } from "./atoms.ts";
import type { CaptionLimits } from "./limits.ts";

/** A caption page: consecutive atoms in one or two lines. */
export interface Page {
  /** Half-open range of atoms. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

interface Layout {
  readonly lines: readonly string[];
  readonly cost: number;
}

/** A page more is worse than any break, and a second line a little worse than one. */
const PAGE_COST = 4;
const SECOND_LINE_COST = 0.25;
/** Pages of one text like to be of one length. */
const UNEVEN_COST = 1.5;

/**
 * Divides atoms into pages of at most two lines, breaking where a reader would pause. `penalty` says what
 * else speaks against a page, such as how long it would stand; an infinite one refuses it.
 */
export function paginate(
  atoms: readonly Atom[],
  language: string,
  limits: CaptionLimits,
  penalty: (from: number, to: number) => number = () => 0,
): Page[] {
  const best: { cost: number; page: Page | null }[] = [{ cost: 0, page: null }];
  for (let to = 1; to <= atoms.length; to++) {
    best[to] = { cost: Infinity, page: null };
    for (let from = to - 1; from >= 0; from--) {
      const layout = layOut(atoms.slice(from, to), language, limits);
      if (layout === undefined) break;
      const against = penalty(from, to);
      // A single atom is taken even when it is refused: there is nothing left to divide.
      if (to - from > 1 && against === Infinity) continue;
      const own = layout.cost + endCost(atoms, from, to, limits) + Math.min(against, PAGE_COST * 2);
      const cost = (best[from]?.cost ?? 0) + PAGE_COST + own;
      if (cost < (best[to]?.cost ?? 0))
        best[to] = { cost, page: { from, to, lines: layout.lines } };
    }
  }
  return pagesTo(atoms.length, best);
}

function pagesTo(end: number, best: readonly { page: Page | null }[]): Page[] {
  const pages: Page[] = [];
  for (let page = best[end]?.page; page; page = best[page.from]?.page) pages.unshift(page);
  return pages;
}

/** The best way to set atoms in one or two lines; undefined when two lines don't hold them. */
function layOut(
  atoms: readonly Atom[],
  language: string,
  limits: CaptionLimits,
): Layout | undefined {
  const whole = joinAtoms(atoms, language);
  if (limits.widthOf(whole) <= limits.lineWidth) return { lines: [whole], cost: 0 };
  let best: Layout | undefined;
  for (let split = 1; split < atoms.length; split++) {
    const lines = [
      joinAtoms(atoms.slice(0, split), language),
      joinAtoms(atoms.slice(split), language),
    ];
    const widths = lines.map(limits.widthOf);
    if (Math.max(...widths) > limits.lineWidth) continue;
    const [upper = 0, lower = 0] = widths;
    // A longer lower line hides less of the picture than a longer upper one.
    const imbalance = (Math.abs(upper - lower) + Math.max(0, upper - lower) / 2) / limits.lineWidth;
    const cost = SECOND_LINE_COST + (atoms[split - 1]?.breakCost ?? 0) + imbalance;
    if (best === undefined || cost < best.cost) best = { lines, cost };
  }
  return best;
}

function endCost(atoms: readonly Atom[], from: number, to: number, limits: CaptionLimits): number {
  const width = limits.widthOf(joinAtoms(atoms.slice(from, to), "en"));
  const fill = width / (limits.lineWidth * limits.lines);
  const short = atoms.length > to - from ? UNEVEN_COST * Math.max(0, 0.45 - fill) : 0;
  return (atoms[to - 1]?.breakCost ?? 0) * 2 + short;
}
