/**
 * The GitHub stand-in, started by hand: `node tests/support/github/start.ts [port]`. A person can then
 * open, label and answer issues with curl as `olga`, who may write, and point Kantoku at the URL.
 */
import { startGitHub } from "./github.ts";

const people = { "olga-token": "olga", "rita-token": "rita" };
const github = await startGitHub({ port: Number(process.argv[2] ?? 4010), people });
const films = github.repository("acme/films");
films.allow("olga", "write");
films.allow("rita", "read");

const issues = `${github.url}/repos/acme/films/issues`;
const asOlga = `curl -s -H 'Authorization: token olga-token'`;
process.stdout.write(`GitHub stand-in at ${github.url}, token ${github.token}, repository acme/films

Start Kantoku beside it (kantoku.config.yaml: github: { repositories: [acme/films], pollMs: 1000 }):
  GITHUB_API_URL=${github.url} GITHUB_TOKEN=${github.token} ./kantoku up --detach
Open a labelled issue as olga, who may write (rita-token may only read):
  ${asOlga} ${issues} \\
    -d '{"title": "Release 2.0", "body": "Twice as fast. Half the memory.", "labels": ["video:approved"]}'
See what became of it:
  ${asOlga} ${issues}/1/comments
Answer the questions, then ask for a change of the finished film; commands are /approve /cancel /retry /status:
  ${asOlga} ${issues}/1/comments -d '{"body": "1. 20 seconds 2. yes"}'
  ${asOlga} ${issues}/1/comments -d '{"body": "make shot 2 shorter and turn the music down"}'
The film is an asset of a release:
  ${asOlga} ${github.url}/repos/acme/films/releases
`);

const stop = (): void => void github.close().then(() => process.exit(0));
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
