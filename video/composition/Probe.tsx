import { useLayoutEffect, useState } from "react";
import { Artifact, useDelayRender } from "remotion";
import type { ProbedText } from "./probed-text.ts";

/** Measures every text of the frame in the page and hands the boxes out as an artifact. */
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
  if (found?.frame !== frame) return null;
  return <Artifact filename={`texts-${frame}.json`} content={found.json} />;
}

function measure(): ProbedText[] {
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
      opacity: opacityOf(element),
      isClipped: element.scrollWidth > element.clientWidth + 2,
      lines,
    };
  });
}

function opacityOf(element: HTMLElement): number {
  let opacity = 1;
  for (let at: HTMLElement | null = element; at; at = at.parentElement) {
    opacity *= Number(getComputedStyle(at).opacity);
  }
  return opacity;
}
