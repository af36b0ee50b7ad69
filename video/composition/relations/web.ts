/** Where the hub and its nodes stand in a box; all in px. */
export interface Web {
  readonly hub: { readonly x: number; readonly y: number; readonly r: number };
  readonly nodes: readonly WebNode[];
}

export interface WebNode {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** Where its line arrives, and from which direction it comes. */
  readonly end: { readonly x: number; readonly y: number };
  readonly side: "left" | "right" | "below";
}

const GAP = 28;

/** In a wide box nodes stand left and right of the hub, in a narrow one in two columns below it. */
export function webOf(count: number, w: number, h: number): Web {
  return w > h * 1.15 && w > 1100 ? aside(count, w, h) : beneath(count, w, h);
}

function aside(count: number, w: number, h: number): Web {
  const r = Math.min(h * 0.3, w * 0.125, 210);
  const right = Math.ceil(count / 2);
  const left = count - right;
  const width = w / 2 - r - 130;
  const most = Math.max(left, right);
  const height = Math.min(190, (h - GAP * (most - 1)) / most);
  const column = (rows: number, side: "left" | "right"): WebNode[] => {
    const pitch = rows > 1 ? Math.min((h - height) / (rows - 1), height * 1.6) : 0;
    const top = h / 2 - ((rows - 1) * pitch) / 2;
    return Array.from({ length: rows }, (_, row) => {
      const middle = top + row * pitch;
      const x = side === "left" ? 0 : w - width;
      const end = { x: side === "left" ? width : x, y: middle };
      return { x, y: middle - height / 2, w: width, h: height, end, side };
    });
  };
  return {
    hub: { x: w / 2, y: h / 2, r },
    nodes: [...column(right, "right"), ...column(left, "left")],
  };
}

function beneath(count: number, w: number, h: number): Web {
  const columns = count > 3 || h < 700 ? 2 : 1;
  const rows = Math.ceil(count / columns);
  const r = Math.min(w * 0.2, h * 0.18, 170);
  const top = r * 2 + Math.max(56, h * 0.07);
  const width = columns === 1 ? w * 0.84 : (w - GAP * 1.6) / 2;
  const height = Math.min(210, (h - top - GAP * (rows - 1)) / rows);
  const nodes = Array.from({ length: count }, (_, index): WebNode => {
    const row = Math.floor(index / columns);
    const isAlone = columns === 2 && index === count - 1 && count % 2 === 1;
    const x = columns === 1 || isAlone ? (w - width) / 2 : (index % 2) * (w - width);
    const y = top + row * (height + GAP);
    return { x, y, w: width, h: height, end: { x: x + width / 2, y }, side: "below" };
  });
  return { hub: { x: w / 2, y: r, r }, nodes };
}

/** The curve from the hub's edge to a node. */
export function pathTo({ hub }: Pick<Web, "hub">, { end, side }: WebNode): string {
  if (side === "below") {
    const bend = (end.y - hub.y) / 2;
    return `M${hub.x} ${hub.y}C${hub.x} ${hub.y + bend * 1.5} ${end.x} ${end.y - bend * 0.6} ${end.x} ${end.y}`;
  }
  const bend = (end.x - hub.x) / 2;
  return `M${hub.x} ${hub.y}C${hub.x + bend} ${hub.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
}
