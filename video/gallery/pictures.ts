/** Drawn pictures that stand in for an author's own in the samples, by the asset ids that those name. */
export const SAMPLE_PICTURES: Readonly<Record<string, string>> = {
  "sample-coast": picture(
    ["#f2c9a0", "#e88f6b"],
    circle(1180, 380, 130, "#fff1d6"),
    hill(560, 40, "#c8664f"),
    hill(700, 26, "#2f6f7e"),
    hill(860, 18, "#1d4a58"),
  ),
  "sample-hills": picture(
    ["#cfe3e6", "#8fb7b5"],
    circle(420, 300, 96, "#fdf6e3"),
    hill(520, 110, "#6f9a8d"),
    hill(680, 150, "#3f6f66"),
    hill(900, 90, "#21433f"),
  ),
  "sample-tower": picture(
    ["#e9dfd0", "#d8b894"],
    [0, 1, 2, 3, 4, 5]
      .map((each) => tower(140 + each * 240, 420 + ((each * 173) % 260), each))
      .join(""),
    hill(960, 14, "#3a3230"),
  ),
  "sample-night": picture(
    ["#1a2238", "#33405f"],
    Array.from({ length: 40 }, (_, each) =>
      circle((each * 397) % 1600, (each * 211) % 560, 2 + (each % 3), "#e8e4d4"),
    ).join(""),
    hill(760, 120, "#111828"),
    hill(900, 60, "#0a0f1a"),
  ),
  "sample-mark": `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400"><circle cx="200" cy="200" r="190" fill="#12343b"/><path d="M60 220C110 160 150 160 200 220S290 280 340 220" fill="none" stroke="#f3e9d8" stroke-width="34" stroke-linecap="round"/><path d="M90 292C130 250 160 250 200 292S270 334 310 292" fill="none" stroke="#e1a15a" stroke-width="26" stroke-linecap="round"/></svg>`,
};

function picture([top, bottom]: readonly [string, string], ...forms: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1067" viewBox="0 0 1600 1067"><rect width="1600" height="620" fill="${top}"/><rect y="540" width="1600" height="527" fill="${bottom}"/>${forms.join("")}</svg>`;
}

function circle(x: number, y: number, r: number, fill: string): string {
  return `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;
}

/** A ridge across the picture at about the height `y`. */
function hill(y: number, rise: number, fill: string): string {
  return `<path d="M0 ${y}C260 ${y - rise * 2} 420 ${y + rise} 700 ${y - rise}S1180 ${y + rise} 1600 ${y - rise * 1.4}V1067H0Z" fill="${fill}"/>`;
}

function tower(x: number, y: number, index: number): string {
  const fills = ["#8c5a4a", "#a87458", "#6d4a44"];
  return `<path d="M${x} 1000V${y}L${x + 90} ${y - 110}L${x + 180} ${y}V1000Z" fill="${fills[index % 3]}"/>`;
}
