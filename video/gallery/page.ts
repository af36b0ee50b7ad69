import { brandedTheme } from "../look/brand.ts";
import type { BrandKit } from "../look/brand-kit.ts";
import type { Aspect, ThemeName } from "../look/names.ts";
import { SIZES } from "../look/names.ts";
import type { Theme } from "../look/theme.ts";
import { THEMES } from "../look/themes.ts";
import type { Still } from "./still.ts";
import { SCRIPT, STYLE } from "./page-style.ts";

interface Shown {
  readonly themes: readonly ThemeName[];
  readonly aspects: readonly Aspect[];
  readonly templates: readonly string[];
  readonly brand?: BrandKit | undefined;
}

/** The gallery's page: no script or style from elsewhere, the stills beside it; opens from disk. */
export function galleryPage(stills: readonly Still[], shown: Shown): string {
  const { themes, aspects, templates, brand } = shown;
  const looks = themes.map((name) => brandedTheme(THEMES[name], brand));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kantoku gallery</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Kantoku gallery</h1>
<p>${counted(templates, "template")} × ${counted(aspects, "aspect")} × ${counted(themes, "theme")}: ${counted(stills, "still")}. Click one to see it large; the arrow keys go on.</p>
</header>
<form class="bar" aria-label="What is shown">
${filter("theme", themes)}
${filter("aspect", aspects)}
${filter("template", templates)}
<output aria-live="polite"></output>
</form>
<section class="themes" aria-label="Themes">${looks.map(themeCard).join("")}</section>
<main>${templates.map((template) => templateRow(template, stills)).join("")}</main>
<dialog aria-label="One still"><img alt=""><p></p><button type="button" autofocus>Close</button></dialog>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function filter(name: string, values: readonly string[]): string {
  const options = values.map((value) => `<option>${value}</option>`).join("");
  return `<label>${name}<select name="${name}"><option value="">all</option>${options}</select></label>`;
}

/** A theme's name in its own colours, with its palette and how it moves; shows that theme alone. */
function themeCard({ name, tones, type, motion }: Theme): string {
  const { base, inverse, accent } = tones;
  const swatches = [
    base.foreground,
    base.accent,
    base.accent2,
    inverse.background,
    accent.background,
  ];
  const [family = ""] = type.display.family.replaceAll('"', "").split(",");
  return `<button type="button" data-theme="${name}" aria-pressed="false" style="background:${base.background};color:${base.foreground}"><strong>${name}</strong><span>${family.replace(" Variable", "")} ${type.display.weight}, headlines ${MANNERS[motion.headline]}</span><i>${swatches.map((colour) => `<b style="background:${colour}" title="${colour}"></b>`).join("")}</i></button>`;
}

const MANNERS: Readonly<Record<Theme["motion"]["headline"], string>> = {
  mask: "rise from behind an edge",
  rise: "float up",
  wipe: "are wiped on",
  fade: "fade in",
};

function templateRow(template: string, stills: readonly Still[]): string {
  const own = stills.filter((still) => still.template === template);
  const sets = Map.groupBy(own, ({ theme }) => theme);
  return `<section data-template="${template}"><h2>${template}</h2><div class="stills">${[...sets.values()].map(themeSet).join("")}</div></section>`;
}

/** One template in one theme: its aspects stay together, however wide the page is. */
function themeSet(stills: readonly Still[]): string {
  const [first] = stills;
  const ratio = stills.reduce((sum, { aspect }) => sum + SIZES[aspect].w / SIZES[aspect].h, 0);
  return `<div class="set" style="--ratios:${ratio};--gaps:${stills.length - 1}"><h3>${first?.theme ?? ""}</h3>${stills.map(figure).join("")}</div>`;
}

function figure({ template, theme, aspect, file }: Still): string {
  const { w, h } = SIZES[aspect];
  const words = `${template} in ${theme}, ${aspect}`;
  return `<figure data-theme="${theme}" data-aspect="${aspect}" style="--ratio:${w / h}"><button type="button"><img src="${file}" alt="${words}" width="${Math.round(w / 3)}" height="${Math.round(h / 3)}" loading="lazy" decoding="async"></button><figcaption>${aspect}</figcaption></figure>`;
}

function counted(things: readonly unknown[], noun: string): string {
  return `${things.length} ${noun}${things.length === 1 ? "" : "s"}`;
}
