import { ROLES } from "../agents/agent.ts";
import {
  openCatalog,
  type PayloadCheck,
  type TopicCatalog,
  type TopicPolicy,
} from "../queue/catalog.ts";
import { DEFAULT_RETRY } from "../queue/retry.ts";
import { payloads, RESULT_TOPIC, workTopic } from "../queue/topics.ts";
import type { Settings } from "./settings.ts";

/**
 * What is known of topics: the payloads that scheduler and agents exchange, and the policies of the
 * config file. Work goes to roles, so a `work.` topic that is neither a role's nor in the config file
 * is a slip of the pen; all other topics are free for whoever needs one.
 */
export function catalogOf({ queue }: Pick<Settings, "queue">): TopicCatalog {
  const topics: Record<string, TopicPolicy> = { [RESULT_TOPIC]: { payload: lazily("Result") } };
  for (const role of ROLES) topics[workTopic(role)] = { payload: lazily("Work") };
  for (const [topic, policy] of Object.entries(queue.topics)) {
    topics[topic] = { ...topics[topic], ...policyOf(policy) };
  }
  return openCatalog({ topics, closed: ["work."] });
}

/** An agent makes its catalogue on the way to being ready, and checks nothing before. */
function lazily(name: "Result" | "Work"): PayloadCheck {
  return { safeParse: (payload) => payloads()[name].safeParse(payload) };
}

function policyOf(set: Settings["queue"]["topics"][string]): TopicPolicy {
  const { maxAttempts, attemptTimeoutMs, firstRetryMs, longestRetryMs } = set;
  const retry = {
    firstDelayMs: firstRetryMs ?? DEFAULT_RETRY.firstDelayMs,
    longestDelayMs: longestRetryMs ?? DEFAULT_RETRY.longestDelayMs,
  };
  return {
    retry,
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(attemptTimeoutMs !== undefined && { attemptTimeoutMs }),
  };
}
