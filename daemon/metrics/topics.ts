import { RESULT_TOPIC, workTopic } from "../../queue/topics.ts";
import type { TopicStats } from "../../queue/queue.ts";
import { ROLES } from "../../agents/agent.ts";
import { JOB_TOPIC } from "../../scheduler/people/hold.ts";
import { OTHER } from "./labels.ts";

/** What a topic is called in metrics. */
export type TopicLabel = (topic: string) => string;

/** Anybody may make up topics, so only these families have names of their own. */
const FAMILIES = ["inbox", "reply", "events"] as const;

/** `configured` are the topics of the config file; whatever is not known is `other`. */
export function topicLabels(configured: readonly string[]): TopicLabel {
  const known = new Set([RESULT_TOPIC, JOB_TOPIC, ...ROLES.map(workTopic), ...configured]);
  return (topic) => {
    if (known.has(topic)) return topic;
    return FAMILIES.find((family) => topic.startsWith(`${family}.`)) ?? OTHER;
  };
}

/** One row for each label: counts are summed up, the oldest of all is the oldest. */
export function gathered(topics: readonly TopicStats[], labelOf: TopicLabel): TopicStats[] {
  const rows = new Map<string, TopicStats>();
  for (const stats of topics) {
    const topic = labelOf(stats.topic);
    const sum = rows.get(topic);
    rows.set(topic, sum ? added(sum, stats) : { ...stats, topic });
  }
  return [...rows.values()];
}

function added(one: TopicStats, other: TopicStats): TopicStats {
  const oldest = [one.oldestReadyAt, other.oldestReadyAt].filter((at) => at !== null);
  return {
    topic: one.topic,
    ready: one.ready + other.ready,
    leased: one.leased + other.leased,
    delayed: one.delayed + other.delayed,
    dead: one.dead + other.dead,
    oldestReadyAt: oldest.length > 0 ? Math.min(...oldest) : null,
  };
}
