import { ROLES } from "../../../agents/agent.ts";
import type { Stores } from "../../../daemon/stores.ts";
import { loop, type Service } from "../../../kernel/service.ts";
import { Work } from "../../../queue/payloads.ts";
import {
  RESULT_TOPIC,
  workTopic,
  type Result,
  type StepDone,
  type StepFailed,
} from "../../../queue/topics.ts";
import { graphOf } from "../../video/scene-graph/fixtures/graph.ts";

/** What the craft answers to a work; undefined: as usual. */
export type Act = (work: Work, stores: Stores) => Partial<StepDone> | StepFailed | undefined;

export interface CrewOptions {
  readonly act?: Act;
  /** Works of this step wait until `open` resolves. */
  readonly gate?: { readonly step: string; readonly open: Promise<void> };
}

/** Its name as a worker. */
export const CREW = "crew#1";

/** One agent for all roles, whose works are made up. */
export function crew(stores: Stores, works: Work[], { act, gate }: CrewOptions = {}): Service {
  const topics = ROLES.map(workTopic);
  return loop("crew", async (signal) => {
    const request = { topics, worker: CREW, max: 8, waitMs: 1_000 };
    for (const leased of await stores.queue.receive(request, signal)) {
      const work = Work.parse(leased.payload);
      if (gate && work.step === gate.step) await Promise.race([gate.open, aborted(signal)]);
      if (signal.aborted) return 0;
      works.push(work);
      const acted = act?.(work, stores);
      const outcome = acted && isFailed(acted) ? acted : { ...usual(work, stores), ...acted };
      const { job, step, attempt } = work;
      const times = { startedAt: Date.now() - 1_000, finishedAt: Date.now() };
      const payload: Result = { job, step, attempt, agent: "crew", ...times, outcome };
      await stores.queue.ack(leased, [{ topic: RESULT_TOPIC, payload, correlationId: job }]);
    }
    return 0;
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function isFailed(acted: Partial<StepDone> | StepFailed): acted is StepFailed {
  return acted.kind === "failed";
}

function usual({ step, title }: Work, { blobs }: Stores): StepDone {
  const items = (...keys: string[]) => keys.map((key) => ({ key, params: {} }));
  const graph = graphOf(3, { duration: 360, layers: scenes() });
  const outputs: Record<string, ReturnType<Stores["blobs"]["putBytes"]>> = step === "edit"
    ? { graph: blobs.putJson(graph) }
    : step === "publish"
      ? {
          video: blobs.putBytes(`film of ${title}`, ".mp4"),
          poster: blobs.putBytes(`poster of ${title}`, ".png"),
          captions: blobs.putBytes(`captions of ${title}`, ".srt"),
          report: blobs.putBytes(REPORT, ".md"),
        }
      : {};
  return {
    kind: "done",
    outputs,
    fanOut: {
      ...(step === "shots" ? { shots: items("s01", "s02") } : {}),
      ...(step === "edit" ? { segments: items("seg1", "seg2") } : {}),
    },
    summary: `made ${step}`,
    notes: [],
    costUsd: 0,
    tokens: { input: 0, output: 0 },
  };
}

function scenes() {
  return graphOf(3).layers.map((layer, index) => ({ ...layer, start: index * 120, duration: 120 }));
}

const REPORT = `# Release 2.0

30 s · 16:9 · en

**The film passed.** 2 of 2 measurements are within their limits.

## Measured

| Check | Measured | Limit | |
|---|---|---|---|
| Loudness | −14.1 LUFS | −14 ± 1 | ✓ |

## Shots

| shot | shows |
|---|---|
| s01 | the title |
`;
