/** Where the hub and its nodes stand in a box; all in px. */
export interface Web {
  readonly hub: {
    readonly x: number;
    readonly y: number;
    readonly r: number;
    /** The width that it may take when its name does not go into a circle. */
    readonly most: number;
  };
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

/** In a wide box nodes stand left and right of the hub, in a narrow one in two columns below it, along a trunk. */
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
    hub: { x: w / 2, y: h / 2, r, most: r * 2 + 150 },
    nodes: [...column(right, "right"), ...column(left, "left")],
  };
}

/** Of a node. */
const MOST_HEIGHT = 250;
/** Room for the trunk between two columns. */
const TRUNK = 72;

function beneath(count: number, w: number, h: number): Web {
  const rows = Math.ceil(count / 2);
  const r = Math.min(w * 0.21, Math.max(h * 0.19, 118), 176);
  const top = r * 2 + Math.max(48, h * 0.05);
  const width = (w - TRUNK) / 2;
  const height = Math.min(MOST_HEIGHT, (h - top - GAP * (rows - 1)) / rows);
  /** A group that needs less than the box stands in its middle, a little above. */
  const lift = Math.max(0, h - top - rows * height - GAP * (rows - 1)) * 0.4;
  const nodes = Array.from({ length: count }, (_, index): WebNode => {
    const isAlone = index === count - 1 && count % 2 === 1;
    const isLeft = index % 2 === 0;
    const x = isAlone ? (w - width) / 2 : isLeft ? 0 : w - width;
    const y = lift + top + Math.floor(index / 2) * (height + GAP);
    const box = { x, y, w: width, h: height };
    if (isAlone) return { ...box, end: { x: w / 2, y }, side: "below" };
    const end = { x: isLeft ? width : x, y: y + height / 2 };
    return { ...box, end, side: isLeft ? "left" : "right" };
  });
  return { hub: { x: w / 2, y: lift + r, r, most: w * 0.86 }, nodes };
}

/** How far a line bends when it leaves the trunk. */
const BEND = 26;

/** From the hub to a node: a curve to its side, or down the trunk and off it. */
export function pathTo({ hub }: Pick<Web, "hub">, node: WebNode): string {
  const { end, side } = node;
  if (side === "below") return `M${hub.x} ${hub.y}V${end.y}`;
  const way = end.x - hub.x;
  if (Math.abs(way) > hub.r) {
    const middle = hub.x + way / 2;
    return `M${hub.x} ${hub.y}C${middle} ${hub.y} ${middle} ${end.y} ${end.x} ${end.y}`;
  }
  const turn = hub.x + Math.sign(way) * Math.min(BEND, Math.abs(way));
  return `M${hub.x} ${hub.y}V${end.y - BEND}Q${hub.x} ${end.y} ${turn} ${end.y}H${end.x}`;
}
