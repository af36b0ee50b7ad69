import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openAiVoice } from "../../../agents/llm/speech.ts";
import type { Clock } from "../../../kernel/clock.ts";
import { runOrThrow } from "../../../kernel/process.ts";
import { BY_RULES } from "../../../video/concept/concept.ts";
import type { Script } from "../../../video/script/script.ts";
import { narrate } from "../../../video/sound/voice.ts";
import { temporaryFolder } from "../../support/temp.ts";

const NEVER = new AbortController().signal;
/** Waits are over at once. */
const clock: Clock = { now: () => Date.now(), sleep: async () => {} };
const SENTENCES = ["The lamp never goes out.", "A keeper looks at it every second."];

interface Asked {
  readonly model: string;
  readonly voice: string;
  readonly input: string;
  readonly instructions?: string;
}

type Fault = { readonly status: number; readonly code: string } | "page";

/** A speech service on loopback that really speaks; its faults come first, once each. */
async function startService(t: TestContext, ...faults: (Fault | null)[]) {
  const folder = temporaryFolder(t);
  const asked: Asked[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
    assert.equal(request.url, "/v1/audio/speech");
    asked.push(body);
    const fault = faults.shift();
    if (fault === "page") return void response.end("<html>Sign in</html>");
    if (fault) {
      const error = { message: "No.", type: "error", code: fault.code };
      response.writeHead(fault.status, { "content-type": "application/json" });
      return void response.end(JSON.stringify({ error }));
    }
    const wav = join(folder, `${asked.length}.wav`);
    await runOrThrow("flite", ["-voice", "rms", "-t", body.input, "-o", wav]);
    response.writeHead(200, { "content-type": "audio/wav" }).end(readFileSync(wav));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const voice = openAiVoice({ apiKey: "k", baseUrl, model: "gpt-4o-mini-tts", voice: "alloy" });
  return { asked, voice, baseUrl, folder };
}

const SCRIPT: Script = {
  title: "A lighthouse",
  language: "en",
  durationSeconds: 30,
  beats: [
    {
      id: "b01",
      part: "hook",
      audio: { narration: SENTENCES, sound: "" },
      look: "",
      text: { template: "statement", text: "A lamp", emphasis: [] },
      seconds: 5,
      sources: [],
    },
  ],
  leftOut: [],
  assumptions: [],
  madeBy: BY_RULES,
};

test("with a key the service speaks, is named, and its cost is counted", async (t) => {
  const { asked, voice, folder } = await startService(t);
  const voices = { services: [voice] };
  const narration = await narrate({
    script: SCRIPT,
    durationSeconds: 30,
    folder,
    voices,
    signal: NEVER,
  });
  assert.equal(narration.engine, "openai");
  assert.match(narration.notes[0] ?? "", /OpenAI's gpt-4o-mini-tts \(alloy\), made by a model/);
  assert.deepEqual(
    new Set(asked.map(({ model, voice, input }) => [model, voice, input].join("|"))),
    new Set(SENTENCES.map((text) => ["gpt-4o-mini-tts", "alloy", text].join("|"))),
  );
  assert.ok(asked.every(({ instructions }) => instructions?.includes("Narrate")));
  assert.ok((voice.costUsd?.() ?? 0) > 0.0003);
});

test("what has been said once is quickened rather than paid for again", async (t) => {
  const { asked, voice, folder } = await startService(t);
  const speak = (durationSeconds: number) =>
    narrate({
      script: SCRIPT,
      durationSeconds,
      folder: join(folder, String(durationSeconds)),
      voices: { services: [voice] },
      signal: NEVER,
    });
  const natural = await speak(30);
  const tight = await speak(4);
  assert.ok(tight.pace > 1);
  assert.equal(asked.length, 2 * SENTENCES.length);
  for (const [index, line] of tight.lines.entries()) {
    const expected = (natural.lines[index]?.seconds ?? 0) / tight.pace;
    assert.ok(Math.abs(line.seconds - expected) < 0.12, `${line.seconds} s, not ${expected}`);
  }
});

for (const [what, fault] of [
  ["a used-up quota", { status: 429, code: "insufficient_quota" }],
  ["a wrong key", { status: 401, code: "invalid_api_key" }],
  ["a server without speech", { status: 404, code: "not_found" }],
] as const) {
  test(`after ${what} one offline voice speaks the whole film, and the report says why`, async (t) => {
    const { voice, folder } = await startService(t, null, fault, fault);
    const voices = { services: [voice] };
    const { engine, lines, notes } = await narrate({
      script: SCRIPT,
      durationSeconds: 30,
      folder,
      voices,
      signal: NEVER,
    });
    assert.equal(engine, "flite");
    assert.equal(lines.length, SENTENCES.length);
    assert.match(notes.join("\n"), /openai was to speak, but could not: /);
  });
}

test("what passes by itself is waited out", async (t) => {
  const busy = { status: 503, code: "busy" };
  const { asked, baseUrl, folder } = await startService(t, busy, "page", busy);
  const voice = openAiVoice({ apiKey: "k", baseUrl, model: "tts-1", voice: "nova", clock });
  await voice.speak(SENTENCES[0] ?? "", join(folder, "said.wav"), 1, NEVER);
  assert.equal(asked.length, 4);
  assert.equal(asked[0]?.instructions, undefined, "older models can't be told how");
  assert.equal(readFileSync(join(folder, "said.wav")).toString("latin1", 0, 4), "RIFF");
});

test("a service that stays down is done without", async (t) => {
  const busy = { status: 500, code: "down" };
  const { baseUrl, folder } = await startService(t, busy, busy, busy, busy);
  const voice = openAiVoice({ apiKey: "k", baseUrl, model: "tts-1", voice: "nova", clock });
  const speaking = voice.speak("Hello.", join(folder, "said.wav"), 1, NEVER);
  await assert.rejects(speaking, { code: "voice-unavailable" });
});
