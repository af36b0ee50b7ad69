/**
 * The GitHub stand-in, started by hand: `node tests/support/github/start.ts [port]`. A person opens and
 * answers issues as `olga`, who may write, by typing here or with curl; what becomes of them is shown.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { startGitHub } from "./github.ts";
import type { IssueState } from "./world.ts";

const EXAMPLE = `Twice as fast. Half the memory. The same files.

- Starts in 20 ms
- Needs 40 MB
- Reads what you have
`;
const WATCH_MS = 500;
const HELP = `Type, and press Enter:
  open                                 opens an issue with an example of a brief, and labels it
  open examples/sqlite-square.md       the same with a brief of yours
  open examples/kantoku-shokai.md      or in Japanese: then the comment is in Japanese, too
  1. 20 seconds 2. yes                 anything else is a comment on the last issue: answers,
  make shot 2 shorter                  a change of the finished film,
  /status                              or a command (/approve /cancel /retry /priority p0)
  Ctrl-c                               ends it`;

const people = { "olga-token": "olga", "rita-token": "rita" };
const github = await startGitHub({ port: Number(process.argv[2] ?? 4010), people });
const films = github.repository("acme/films");
films.allow("olga", "write");
films.allow("rita", "read");

const issues = `${github.url}/repos/acme/films/issues`;
const asOlga = `curl -s -H 'Authorization: token olga-token'`;
const typed = process.stdin.isTTY;
say(`GitHub stand-in at ${github.url}, token ${github.token}, repository acme/films

${typed ? HELP : `A Kantoku beside it: GITHUB_API_URL=${github.url} GITHUB_TOKEN=${github.token} ./kantoku up --detach`}

With curl, as olga, who may write (rita-token may only read):
  ${asOlga} ${issues} \\
    -d '{"title": "Release 2.0", "body": "Twice as fast. Half the memory.", "labels": ["video:approved"]}'
  ${asOlga} ${issues}/1/comments -d '{"body": "1. 20 seconds 2. yes"}'
  ${asOlga} ${github.url}/repos/acme/films/releases
`);

const shown = new Map<string, string>();
setInterval(showChanges, WATCH_MS);
if (typed) createInterface({ input: process.stdin }).on("line", obey).on("close", stop);
process.on("SIGINT", stop);
process.on("SIGTERM", stop);

function obey(line: string): void {
  const words = line.trim();
  const [, path] = /^open(?:\s+(.+))?$/.exec(words) ?? [];
  const last = [...films.state.issues.values()].at(-1);
  if (/^open\b/.test(words)) open(path);
  else if (words !== "" && last) github.world.comment(last, "olga", words);
  else if (words !== "") say("There is no issue yet: type open.");
}

function open(path: string | undefined): void {
  try {
    const body = path === undefined ? EXAMPLE : readFileSync(path, "utf8");
    const title = /^# (.+)$/m.exec(body)?.[1] ?? "Release 2.0";
    films.open({ by: "olga", title, body, labels: ["video:approved"] });
  } catch (error) {
    say(`${path} can't be read: ${(error as Error).message}`);
  }
}

/** What is new on the issues: their state, and what stands in their comments. */
function showChanges(): void {
  for (const issue of films.state.issues.values()) {
    tell(issue, "state", stateOf(issue));
    for (const { id, author, body } of issue.comments) {
      tell(issue, String(id), `${author.login}:\n\n${readable(body)}\n`);
    }
  }
}

function tell({ number }: IssueState, what: string, text: string): void {
  const key = `${number} ${what}`;
  if (shown.get(key) === text) return;
  shown.set(key, text);
  say(`#${number} ${text}`);
}

function stateOf({ title, state, labels }: IssueState): string {
  const names = [...labels.values()].map(({ name }) => name);
  return `${title} · ${state} · ${names.join(", ")}`;
}

/** Without what a reader on GitHub does not see, and with what is folded there left out. */
function readable(body: string): string {
  return body
    .replaceAll(/<details>\s*<summary>(.*?)<\/summary>[^]*?<\/details>/g, "▸ $1")
    .replaceAll(/<a href="(.*?)"><img [^>]*><\/a>/g, "$1")
    .replaceAll(/<!--[^]*?-->|<\/?sub>/g, "")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function stop(): void {
  void github.close().then(() => process.exit(0));
}
