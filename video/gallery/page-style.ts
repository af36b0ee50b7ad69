/** How the gallery's page looks: quiet, so that the stills speak. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #f4f3f0; --panel: #fff; --ink: #1d1c1a; --quiet: #63605a; --line: #dcd9d2; --focus: #1d4fd7; }
@media (prefers-color-scheme: dark) { :root { --ground: #17181a; --panel: #202225; --ink: #eeece7; --quiet: #a6a39c; --line: #35373b; --focus: #8ab0ff; } }
* { box-sizing: border-box; margin: 0; }
body { background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; padding-bottom: 96px; }
header, .themes, main { max-width: 1680px; margin: 0 auto; padding: 0 clamp(16px, 4vw, 56px); }
header { padding-top: 56px; padding-bottom: 24px; }
h1 { font-size: clamp(32px, 5vw, 56px); letter-spacing: -0.03em; line-height: 1.05; font-weight: 750; }
header p { color: var(--quiet); margin-top: 12px; max-width: 64ch; }
.bar { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: center; padding: 12px clamp(16px, 4vw, 56px); background: var(--ground); border-block: 1px solid var(--line); }
.bar label { display: flex; gap: 8px; align-items: center; color: var(--quiet); font-size: 14px; text-transform: capitalize; }
select { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 6px 10px; }
output { margin-left: auto; color: var(--quiet); font-size: 14px; font-variant-numeric: tabular-nums; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; }
.themes { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 12px; padding-top: 28px; }
.themes button { display: flex; flex-direction: column; text-align: left; font: inherit; border: 0; border-radius: 12px; padding: 16px 18px; box-shadow: inset 0 0 0 1px rgb(128 128 128 / 0.28); cursor: pointer; }
.themes button[aria-pressed="true"] { outline: 3px solid var(--focus); outline-offset: 3px; }
.themes strong { font-size: 19px; letter-spacing: -0.01em; text-transform: capitalize; }
.themes span { font-size: 13px; line-height: 1.4; margin: 2px 0 14px; }
.themes i { display: flex; gap: 6px; margin-top: auto; }
.themes b { width: 26px; height: 26px; border-radius: 50%; box-shadow: inset 0 0 0 1px rgb(128 128 128 / 0.3); }
main > section { padding-top: 52px; scroll-margin-top: 64px; }
main h2 { font-size: 22px; letter-spacing: -0.015em; padding-bottom: 12px; border-bottom: 1px solid var(--line); }
.stills { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); gap: 28px 32px; padding-top: 18px; }
.set { display: flex; flex-wrap: wrap; gap: 4px 12px; align-content: start; max-width: calc(var(--ratios) * 260px + var(--gaps) * 12px); }
.set:not(:has(figure:not([hidden]))) { display: none; }
.set h3 { flex-basis: 100%; font-size: 14px; font-weight: 600; text-transform: capitalize; }
figure { flex: var(--ratio) 1 0; min-width: 0; max-width: calc(var(--ratio) * 260px); }
figure button { display: block; padding: 0; border: 0; background: none; cursor: zoom-in; border-radius: 6px; width: 100%; }
figure img { display: block; width: 100%; height: auto; border-radius: 6px; background: var(--line); box-shadow: 0 1px 3px rgb(0 0 0 / 0.16); }
figcaption { font-size: 13px; color: var(--quiet); padding-top: 4px; font-variant-numeric: tabular-nums; }
[hidden] { display: none !important; }
dialog { margin: auto; border: 0; padding: 0; background: none; color: #fff; max-width: 96vw; max-height: 96vh; text-align: center; }
dialog::backdrop { background: rgb(8 8 10 / 0.88); }
dialog img { max-width: 94vw; max-height: 82vh; border-radius: 8px; width: min(1280px, 94vw); height: auto; object-fit: contain; }
dialog p { padding: 12px 0; font-size: 15px; }
dialog button { font: inherit; color: #fff; background: none; border: 1px solid #fff8; border-radius: 8px; padding: 6px 18px; cursor: pointer; }
@media (prefers-reduced-motion: no-preference) { figure img { transition: transform 0.2s ease-out; } figure button:hover img { transform: translateY(-3px); } }
`;

/** Filters, kept in the address, and one still seen large. */
export const SCRIPT = `
const bar = document.querySelector("form");
const figures = [...document.querySelectorAll("figure")];
const dialog = document.querySelector("dialog");
const asked = new URLSearchParams(location.hash.slice(1));
for (const select of bar.elements) if (asked.has(select.name)) select.value = asked.get(select.name);
function filter() {
  const { theme, aspect, template } = Object.fromEntries(new FormData(bar));
  let count = 0;
  for (const section of document.querySelectorAll("main > section")) {
    section.hidden = template !== "" && section.dataset.template !== template;
    for (const figure of section.querySelectorAll("figure")) {
      figure.hidden = (theme !== "" && figure.dataset.theme !== theme) || (aspect !== "" && figure.dataset.aspect !== aspect);
      if (!figure.hidden && !section.hidden) count += 1;
    }
  }
  bar.querySelector("output").value = count + (count === 1 ? " still" : " stills");
  for (const card of document.querySelectorAll(".themes button")) card.ariaPressed = String(card.dataset.theme === theme);
  const chosen = Object.entries({ theme, aspect, template }).filter(([, value]) => value !== "");
  history.replaceState(null, "", "#" + new URLSearchParams(chosen));
}
bar.addEventListener("change", filter);
document.querySelector(".themes").addEventListener("click", (event) => {
  const asked = event.target.closest("button")?.dataset.theme;
  if (asked === undefined) return;
  bar.elements.theme.value = bar.elements.theme.value === asked ? "" : asked;
  filter();
});
bar.addEventListener("submit", (event) => event.preventDefault());
filter();
let shown = null;
function show(figure) {
  if (!figure) return;
  shown = figure;
  const image = figure.querySelector("img");
  dialog.querySelector("img").src = image.src;
  dialog.querySelector("img").alt = image.alt;
  dialog.querySelector("p").textContent = image.alt;
  if (!dialog.open) dialog.showModal();
}
function step(by) {
  const seen = figures.filter((figure) => figure.offsetParent !== null || figure === shown);
  show(seen[seen.indexOf(shown) + by]);
}
document.querySelector("main").addEventListener("click", (event) => show(event.target.closest("figure")));
dialog.querySelector("button").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") step(1);
  if (event.key === "ArrowLeft") step(-1);
});
`;
