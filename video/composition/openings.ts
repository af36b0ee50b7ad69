import type { Box } from "../look/stage.ts";
import type { Theme } from "../look/theme.ts";

/** Lets show as much of a drawing as has been drawn, `share` from 0 to 1, in the theme's manner. */
export function clipOpening(
  context: CanvasRenderingContext2D,
  manner: Theme["motion"]["backdrop"],
  share: number,
  { x, y, w, h }: Box,
): void {
  const [middleX, middleY, radius] = [x + w / 2, y + h / 2, Math.hypot(w, h) * 0.55];
  context.beginPath();
  switch (manner) {
    case "iris":
      context.arc(middleX, middleY, radius * share, 0, Math.PI * 2);
      break;
    case "sweep":
      context.moveTo(middleX, middleY);
      context.arc(middleX, middleY, radius * 2, START, START + Math.PI * 2 * share);
      break;
    case "rise":
      context.arc(middleX, y + h * 1.1, radius * 2.2 * share, 0, Math.PI * 2);
      break;
    case "columns":
      for (let column = 0; column < COLUMNS; column += 1) {
        const late = (column / COLUMNS) * LAG;
        const own = Math.min(1, Math.max(0, (share - late) / (1 - LAG)));
        context.rect(x + (w / COLUMNS) * column, y, w / COLUMNS + 1, h * own);
      }
      break;
  }
  context.clip();
}

/** At the top. */
const START = -Math.PI / 2;
const COLUMNS = 8;
/** Of the whole time, by which the last column begins after the first. */
const LAG = 0.5;
