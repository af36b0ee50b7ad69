import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "../../kernel/files.ts";
import { FilmFacts, problemsOf } from "./facts.ts";
import { filmTexts } from "./texts.ts";

const Facts = z.record(z.string(), FilmFacts);
type Facts = z.infer<typeof Facts>;

/** Puts a film's figures to those of the others, which stay as they were. */
export function keepFacts(folder: string, facts: FilmFacts): void {
  writeJson(join(folder, "films.json"), { ...readFacts(folder), [facts.name]: facts });
}

/** The page that shows every film whose figures are kept, in the order of the texts. */
export function writePage(folder: string): void {
  const kept = readFacts(folder);
  const films = filmTexts().flatMap(({ name }) => kept[name] ?? []);
  writeFileSync(join(folder, "README.md"), pageOf(films));
}

function readFacts(folder: string): Facts {
  const path = join(folder, "films.json");
  return existsSync(path) ? Facts.parse(readJson(path)) : {};
}

function pageOf(films: readonly FilmFacts[]): string {
  const good = films.filter((film) => problemsOf(film).length === 0).length;
  const rendered = films.filter(({ critic }) => critic !== null).length;
  const japanese = films.filter(({ language }) => language === "ja").length;
  const quoted = films.filter(({ source }) => source !== "Written for Kantoku").length;
  return (
    [
      "# Films from real texts",
      `${films.length} films, ${japanese} of them Japanese, ${quoted} from passages of public documents, made by the embedded rules alone: no model, no key, no network. ${good} are within all limits; ${rendered} were rendered whole and measured by the Critic${rendered === films.length ? "" : ", the others up to their picture"}: voices, music, mix, scene graph, and the layout of every scene in the browser.`,
      "Each sheet shows three frames of every scene. `npm run films` makes them all again, `npm run films -- --only sencha --render` one of them with its picture.",
      table(films),
      ...films.map(section),
    ].join("\n\n") + "\n"
  );
}

function table(films: readonly FilmFacts[]): string {
  const rows = films.map((film) => {
    const { name, title, language, kind, aspect, seconds, theme, templates } = film;
    const cells = [
      `[${title}](#${name})`,
      kind,
      language,
      `${seconds} s`,
      aspect,
      theme,
      `${templates.length}`,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| Film | Kind of text | Language | Length | Shape | Theme | Scenes |",
    "|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function section(film: FilmFacts): string {
  const { name, title, source, licence, aspect, language, theme, mood, voice, templates } = film;
  const problems = problemsOf(film);
  const facts = [
    `${film.seconds} s`,
    aspect,
    language,
    `theme ${theme}`,
    `mood ${mood}`,
    `voice ${voice}`,
  ];
  const over = film.voiceOverMusicLu;
  const figures = [
    `${film.integratedLufs.toFixed(1)} LUFS`,
    `${film.truePeakDbtp.toFixed(1)} dBTP`,
    ...(over === null ? [] : [`voice ${over.toFixed(1)} LU over music`]),
    `${film.captions} captions`,
    `${film.layout.length} layout findings`,
    ...(film.critic === null
      ? []
      : [
          `rendered: ${film.critic.measured - film.critic.missed.length} of ${film.critic.measured} measurements held`,
        ]),
  ];
  return [
    `<a id="${name}"></a>\n\n## ${title}`,
    `Source: ${source}. Licence: ${licence}.`,
    `${facts.join(" · ")}\\\n${figures.join(" · ")}\\\n${templates.join(" → ")}`,
    ...(problems.length === 0
      ? []
      : [problems.map((problem) => `- Beyond a limit: ${problem}`).join("\n")]),
    `![Three frames of every scene](${name}.jpg)`,
  ].join("\n\n");
}
