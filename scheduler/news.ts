import type { NewMessage } from "../queue/queue.ts";
import { CREW_TOPIC, JOB_EVENTS_TOPIC, payloads, type CrewNotice } from "../queue/topics.ts";
import type { JobEvent } from "./job.ts";
import { signed } from "./transition.ts";

/** An agent looks at its lease anyway within seconds: a word that comes later is of no use. */
const RECALL_START_BY_MS = 10 * 60_000;
/** News is published again only after a crash of the publisher. */
const DEDUPE_WINDOW_MS = 24 * 3_600_000;

/** What a stored event is to others, to be published: news for who subscribed, a word to the crew. */
export function messagesOf(event: JobEvent): NewMessage[] {
  return [...news(event), ...recall(event)].map(signed);
}

function news({ id, job, name, at, detail }: JobEvent): NewMessage[] {
  if (name !== "job.admitted" && name !== "job.changed") return [];
  const told = name === "job.changed" ? `job.${detail["status"] as string}` : name;
  const { reason = null } = detail;
  const payload = payloads().JobNews.parse({ id, event: told, job, at, reason });
  return [
    {
      topic: JOB_EVENTS_TOPIC,
      payload,
      dedupeKey: `job-event/${id}`,
      dedupeWindowMs: DEDUPE_WINDOW_MS,
    },
  ];
}

/** Whoever ends or rewinds a job takes its work out of the agents' hands: they need not wait to notice. */
function recall({ job, name, at, detail }: JobEvent): NewMessage[] {
  const { status } = detail;
  const isEnd = name === "job.changed" && (status === "cancelled" || status === "failed");
  if (!isEnd && name !== "step.retried") return [];
  const payload: CrewNotice = { kind: "work.recalled", job };
  return [
    {
      topic: CREW_TOPIC,
      payload,
      priority: 0,
      startByMs: RECALL_START_BY_MS,
      // All events of one change have one time: the crew hears of it once.
      dedupeKey: `recall/${job}/${at}`,
      dedupeWindowMs: DEDUPE_WINDOW_MS,
    },
  ];
}
