import { useLayoutEffect, useState } from "react";
import { Artifact, useDelayRender } from "remotion";
import type { ProbedText } from "./probed-text.ts";

/**
 * Measures every text and pictogram of the frame in the page and hands the boxes out as an artifact; the letters
 * themselves and their underlines stay out of the picture, so that it shows what they stand on.
 */
export function Probe({ frame }: { readonly frame: number }) {
  const [found, setFound] = useState<{ frame: number; json: string } | null>(null);
  const { delayRender, continueRender } = useDelayRender();
  useLayoutEffect(() => {
    const handle = delayRender("Measuring texts");
    const request = requestAnimationFrame(() => {
      setFound({ frame, json: JSON.stringify(measure()) });
      continueRender(handle);
    });
    return () => {
      cancelAnimationFrame(request);
      continueRender(handle);
    };
  }, [frame, delayRender, continueRender]);
  return (
    <>
      <style>
        {
          "[data-text], [data-text] * { -webkit-text-fill-color: transparent !important; text-decoration-color: transparent !important; } [data-underline] { visibility: hidden; }"
        }
      </style>
      {found?.frame === frame ? (
        <Artifact filename={`texts-${frame}.json`} content={found.json} />
      ) : null}
    </>
  );
}

function measure(): ProbedText[] {
  return [...measureTexts(), ...measureDrawings()];
}

/** Pictograms are measured as what no text may lie over. */
function measureDrawings(): ProbedText[] {
  return Array.from(document.querySelectorAll<HTMLElement>("[data-drawing]"), (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return {
      role: "drawing",
      size: height,
      text: element.dataset["drawing"] ?? "",
      family: "",
      colours: [],
      opacity: opacityOf(element),
      isClipped: false,
      lines: [{ x, y, w: width, h: height }],
    };
  });
}

function measureTexts(): ProbedText[] {
  return Array.from(document.querySelectorAll<HTMLElement>("[data-text]"), (element) => {
    const lines = Array.from(element.querySelectorAll<HTMLElement>("[data-line]"), (line) => {
      const { x, y, width, height } = line.getBoundingClientRect();
      return { x, y, w: width, h: height };
    });
    return {
      role: element.dataset["text"] ?? "",
      size: Number(element.dataset["size"]),
      text: element.textContent ?? "",
      family: getComputedStyle(element).fontFamily,
      colours: coloursOf(element),
      opacity: opacityOf(element),
      isClipped: element.scrollWidth > element.clientWidth + 2,
      lines,
    };
  });
}

/** Of the elements that hold letters themselves. */
function coloursOf(element: HTMLElement): string[] {
  const all = [element, ...element.querySelectorAll<HTMLElement>("*")];
  const lettered = all.filter((each) =>
    Array.from(each.childNodes).some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    ),
  );
  return [...new Set(lettered.map((each) => getComputedStyle(each).color))];
}

function opacityOf(element: HTMLElement): number {
  let opacity = 1;
  for (let at: HTMLElement | null = element; at; at = at.parentElement) {
    opacity *= Number(getComputedStyle(at).opacity);
  }
  return opacity;
}
