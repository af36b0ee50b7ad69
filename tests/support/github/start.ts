/**
 * The GitHub stand-in, started by hand: `node tests/support/github/start.ts [port]`. A person can then
 * open and label issues with curl as `kantoku-bot`, who may write, and point Kantoku at the URL.
 */
import { startGitHub } from "./github.ts";

const github = await startGitHub({ port: Number(process.argv[2] ?? 4010) });
const films = github.repository("acme/films");
films.allow("kantoku-bot", "write");

const issues = `${github.url}/repos/acme/films/issues`;
process.stdout.write(`GitHub stand-in at ${github.url}, token ${github.token}, repository acme/films

Open a labelled issue:
  curl -H 'Authorization: token ${github.token}' ${issues} \\
    -d '{"title": "Release 2.0", "body": "Twice as fast. Half the memory.", "labels": ["video:approved"]}'
See what became of it:
  curl -H 'Authorization: token ${github.token}' ${issues}/1/comments
`);

const stop = (): void => void github.close().then(() => process.exit(0));
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
