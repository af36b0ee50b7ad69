import { renderStill } from "@remotion/renderer";
import { messageOf, OperationalError } from "../../kernel/errors.ts";
import { SHEET, sheetLayout, type SheetProps } from "../composition/sheet/sheet-props.ts";
import type { Browser } from "./browser.ts";
import { BROWSER_OPTIONS, findBrowser } from "./browser.ts";
import { describedAs } from "./composition.ts";

export interface RenderSheetOptions {
  readonly sheet: SheetProps;
  readonly serveUrl: string;
  readonly browser: Browser;
  readonly browserPath?: string;
  /** A `.png` path. */
  readonly output: string;
}

/** Draws a contact sheet as PNG, 1920 px wide. Throws `browser-missing` or `render-failed`. */
export async function renderSheet(options: RenderSheetOptions): Promise<void> {
  const { sheet, serveUrl, browser, browserPath, output } = options;
  const size = { w: SHEET.width, h: sheetLayout(sheet).height };
  try {
    await renderStill({
      ...BROWSER_OPTIONS,
      browserExecutable: findBrowser(browserPath),
      puppeteerInstance: browser.instance,
      serveUrl,
      composition: describedAs("contact-sheet", { size, fps: 1, duration: 1 }, sheet),
      inputProps: sheet,
      output,
      imageFormat: "png",
      overwrite: true,
    });
  } catch (cause) {
    throw new OperationalError(
      "render-failed",
      `The contact sheet of "${sheet.title}" can't be drawn: ${messageOf(cause)}`,
      { hint: "Look at the scenes one by one.", cause },
    );
  }
}
