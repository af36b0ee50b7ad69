import type { Command } from "commander";
import { OperationalError } from "../../../kernel/errors.ts";
import { examineRepository } from "../../github-setup.ts";
import { EXIT } from "../exit.ts";
import { examples } from "../options.ts";
import { print, printJson, table } from "../output.ts";
import { openRepositories } from "./repositories.ts";

/** What was found of one repository; an empty remedy is fine. */
interface Finding {
  readonly name: string;
  readonly detail: string;
  readonly remedy: string;
}

export function defineCheck(command: Command): void {
  const verb = command
    .command("check")
    .description("check that GitHub can be reached, and what a repository has")
    .argument("[repository]", "owner/name (default: those of the settings)")
    .option("--json", "print JSON")
    .action(check);
  examples(verb, "kantoku github check", "kantoku github check acme/films --json");
}

type Opened = Awaited<ReturnType<typeof openRepositories>>;

/** Changes nothing. Exit code 1 when something stands in the way of a film. */
async function check(
  name: string | undefined,
  options: { json?: boolean },
  command: Command,
): Promise<void> {
  const opened = await openRepositories(name, command);
  const results: { repository: string; findings: Finding[] }[] = [];
  for (const repository of opened.repositories) {
    results.push({ repository: repository.ref, findings: await examine(repository, opened) });
  }
  const isFine = results.every(({ findings }) => findings.every(({ remedy }) => remedy === ""));
  if (!isFine) process.exitCode = EXIT.failed;
  if (options.json) return printJson(results);
  for (const { repository, findings } of results) {
    const rows = findings.map((each) => [
      each.remedy ? "✗" : "✓",
      each.name,
      each.detail,
      each.remedy,
    ]);
    print(`${repository}\n${table(["", "what", "found", "what to do"], rows)}`);
  }
}

async function examine(
  { ref, ...repository }: Opened["repositories"][number],
  opened: Opened,
): Promise<Finding[]> {
  const { client, signal } = opened;
  try {
    const login = await client.login(signal);
    const found = await client.repository(repository, signal);
    const name = `${found.owner}/${found.repo}`;
    const isNamed = name.toLowerCase() === ref.toLowerCase();
    const pieces = await examineRepository(repository, opened, signal);
    const missing = pieces.filter(({ state }) => state === "missing").map((piece) => piece.name);
    return [
      { name: "account", detail: login, remedy: "" },
      finding("name", name, isNamed ? "" : `write ${name} in github.repositories`),
      finding(
        "writing",
        found.mayPush === false ? "no" : "yes",
        found.mayPush === false ? "give the account write permission" : "",
      ),
      finding(
        "archived",
        found.isArchived ? "yes" : "no",
        found.isArchived ? "nothing can be written there" : "",
      ),
      finding(
        "issues",
        found.hasIssues ? "on" : "off",
        found.hasIssues ? "" : "turn them on in the repository's settings",
      ),
      finding(
        "labels, form",
        missing.length > 0 ? `missing: ${missing.join(", ")}` : "there",
        missing.length > 0 ? "run: kantoku github setup" : "",
      ),
    ];
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return [finding("GitHub", error.message, error.hint || "see docs/github.md")];
  }
}

function finding(name: string, detail: string, remedy: string): Finding {
  return { name, detail, remedy };
}
