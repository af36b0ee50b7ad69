import assert from "node:assert/strict";
import { test } from "node:test";
import { schema } from "@octokit/graphql-schema";
import { buildSchema, graphql, parse, validate } from "graphql";
import { createGitHub } from "../../../scheduler/inbox/github.ts";
import { startGitHub } from "../../support/github/github.ts";

const { signal } = new AbortController();
const FILMS = { owner: "acme", repo: "films" };
/** GitHub's own, as it publishes it. */
const SCHEMA = buildSchema(schema.idl, { assumeValid: true });

interface Said {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The queries that Kantoku asks, with what the stand-in answers. */
async function conversation() {
  await using github = await startGitHub();
  const { open } = github.repository("acme/films");
  const issue = open({ by: "olga", title: "First", body: "A body." });
  open({ by: "helper[bot]", title: "Second", body: "Another." });
  github.world.edit(issue, { title: "Renamed", body: "Edited." }, "rita");
  const client = createGitHub({ token: github.token, baseUrl: github.url });
  const texts = await client.texts(FILMS, [1, 2], signal);
  const edited = await client.textWithEdits({ ...FILMS, number: 1 }, signal);
  assert.deepEqual([texts.size, edited?.edits?.length], [2, 2]);
  github.world.comment(issue, "helper[bot]", "A comment.");
  const snapshot = await client.snapshot({ ...FILMS, number: 1 }, signal);
  assert.deepEqual(
    snapshot?.comments.map(({ author, body }) => [author, body]),
    [["helper[bot]", "A comment."]],
  );
  assert.deepEqual(github.violations, []);
  return github.questions;
}

test("every GraphQL query that Kantoku asks is one by GitHub's published schema", async () => {
  const questions = await conversation();
  assert.equal(questions.length, 3);
  for (const { asked } of questions) {
    assert.deepEqual(validate(SCHEMA, parse((asked as Said).query)), []);
  }
});

test("what the stand-in answers to a query is what the schema makes of it", async () => {
  for (const { asked, answer } of await conversation()) {
    const { query: source, variables } = asked as Said;
    const { data } = answer as { data: { repository: Readonly<Record<string, unknown>> } };
    // Each issue has a name of its own in the query, which asks for it by its number.
    const issue = ({ number }: { number: number }) =>
      data.repository[`i${number}`] ?? data.repository["issue"];
    const made = await graphql({
      schema: SCHEMA,
      source,
      rootValue: { repository: { issue } },
      variableValues: variables,
      typeResolver: ({ __typename }: { __typename?: string }) => __typename ?? "RenamedTitleEvent",
    });
    assert.deepEqual(made.errors, undefined);
    assert.deepEqual(JSON.parse(JSON.stringify(made.data)), data);
  }
});

test("the schema finds a query that GitHub would not understand", () => {
  const query = `query { repository(owner: "a", name: "b") { issue(number: 1) { textWithEdits } } }`;
  assert.match(validate(SCHEMA, parse(query))[0]?.message ?? "", /Cannot query field/);
});
