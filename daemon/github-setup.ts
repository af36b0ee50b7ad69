import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OperationalError } from "../kernel/errors.ts";
import type { GitHub, LabelMeanings } from "../scheduler/inbox/github.ts";
import type { RepositoryName } from "../scheduler/inbox/github/names.ts";
import { STATE_LABELS } from "../scheduler/outbox/labels.ts";

/** Where GitHub looks for forms. */
export const FORM = ".github/ISSUE_TEMPLATE/film.yml";

/** One thing that a repository should have. */
export interface Piece {
  readonly kind: "label" | "form";
  readonly name: string;
  readonly state: "there" | "missing" | "made" | "different" | "failed";
  /** What to do about a state that is not fine; empty otherwise. */
  readonly remedy: string;
}

export interface SetupOptions {
  readonly client: GitHub;
  readonly meanings: LabelMeanings;
  /** Folder of the program, which has the form. */
  readonly project: string;
}

/** What is there of the labels and the issue form, and what is not; changes nothing. */
export async function examineRepository(
  repository: RepositoryName,
  { client, meanings, project }: SetupOptions,
  signal: AbortSignal,
): Promise<Piece[]> {
  const present = new Set(
    (await client.repositoryLabels(repository, signal)).map((label) => label.toLowerCase()),
  );
  const labels = labelLooks(meanings).map(({ name }): Piece => {
    const state = present.has(name.toLowerCase()) ? "there" : "missing";
    return { kind: "label", name, state, remedy: state === "there" ? "" : REMEDY };
  });
  const form = await client.file(repository, FORM, signal);
  return [...labels, formPiece(form, readForm(project))];
}

const REMEDY = "run: kantoku github setup";

/** Makes what is missing; what is there, a person's own form too, stays as it is. */
export async function setUpRepository(
  repository: RepositoryName,
  options: SetupOptions,
  signal: AbortSignal,
): Promise<Piece[]> {
  const looks = new Map(labelLooks(options.meanings).map((look) => [look.name, look]));
  const pieces: Piece[] = [];
  for (const piece of await examineRepository(repository, options, signal)) {
    if (piece.state !== "missing") {
      pieces.push(piece);
      continue;
    }
    const look = looks.get(piece.name);
    const work = look
      ? () => options.client.createLabel(repository, look, signal)
      : () => createForm(repository, options, signal);
    pieces.push(await made(piece, work));
  }
  return pieces;
}

async function made(piece: Piece, work: () => Promise<void>): Promise<Piece> {
  try {
    await work();
    return { ...piece, state: "made", remedy: "" };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    const permission = piece.kind === "form" ? "Contents: write" : "Issues: write";
    return { ...piece, state: "failed", remedy: `${error.message} It needs ${permission}.` };
  }
}

function createForm(
  repository: RepositoryName,
  { client, project }: SetupOptions,
  signal: AbortSignal,
) {
  const file = { path: FORM, text: readForm(project), message: "Add the form for films" };
  return client.createFile(repository, file, signal);
}

/** Without the remark for those who copy it by hand. */
function readForm(project: string): string {
  return readFileSync(join(project, FORM), "utf8").replace(/^(?:#[^\n]*\n)+/, "");
}

function formPiece(found: string | undefined, ours: string): Piece {
  const piece = { kind: "form", name: FORM } as const;
  if (found === undefined) return { ...piece, state: "missing", remedy: REMEDY };
  const isOurs = found.replace(/^(?:#[^\n]*\n)+/, "").trim() === ours.trim();
  if (isOurs) return { ...piece, state: "there", remedy: "" };
  return { ...piece, state: "different", remedy: "it is left as it is" };
}

const COLORS = { starts: "5319e7", state: "c5def5", wish: "fbca04" };

function labelLooks(meanings: LabelMeanings) {
  const asked = Object.entries(meanings).map(([name, meaning]) => ({
    name,
    color: meaning.starts ? COLORS.starts : COLORS.wish,
    description: descriptionOf(meaning),
  }));
  const states = STATE_LABELS.map((state) => ({
    name: `video:${state}`,
    color: COLORS.state,
    description: "Set by Kantoku",
  }));
  return [...asked, ...states];
}

/** GitHub takes 100 characters. */
function descriptionOf(meaning: LabelMeanings[string]): string {
  const { starts, workflow, priority, brief = {} } = meaning;
  const fields = Object.entries(brief).map(
    ([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const parts = [
    ...(starts ? ["Make a film of this"] : []),
    ...(workflow === undefined ? [] : [`workflow ${workflow}`]),
    ...(priority === undefined ? [] : [`priority P${priority}`]),
    ...fields,
  ];
  return parts.join(", ").slice(0, 100);
}
