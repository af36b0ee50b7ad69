import { fit } from "../../agents/text-width.ts";

/** A bar that fills as work is done. */
export interface Bar {
  show(done: number, total: number, doing: string): void;
  /** Leaves the last picture standing. */
  end(): void;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const WIDTH = 24;
/** Of a stream that is no terminal: a line after each such share. */
const TENTH = 0.1;

/** One line that is drawn over itself on a terminal; elsewhere a line for every tenth. */
export function createBar(terminal: Terminal): Bar {
  let told = 0;
  let isOpen = false;
  return {
    show: (done, total, doing) => {
      const share = total === 0 ? 1 : done / total;
      if (terminal.isTTY) {
        isOpen = true;
        const line = fit(renderBar(done, total, doing), (terminal.columns ?? 80) - 1);
        terminal.write(`\r\u001b[K${line}`);
      } else if (share >= told + TENTH || done === total) {
        told = share;
        terminal.write(`${done}/${total} ${doing}\n`);
      }
    },
    end: () => {
      if (isOpen) terminal.write("\n");
      isOpen = false;
    },
  };
}

/** `████░░░░ 3/9 · 33 % · doing` */
export function renderBar(done: number, total: number, doing: string): string {
  const share = total === 0 ? 1 : done / total;
  const filled = Math.round(share * WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
  return `${bar} ${done}/${total} · ${Math.round(share * 100)} % · ${doing}`;
}
