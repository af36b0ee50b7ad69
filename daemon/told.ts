import type { Events } from "../kernel/events.ts";
import type { LoopOptions } from "../kernel/service.ts";

/** For loops that know no events: their failures become one. */
export function told(service: string, events: Events): Required<Pick<LoopOptions, "onFailure">> {
  return {
    onFailure: ({ code, message, hint }, failures) =>
      events.emit("service.failed", { service, code, message, hint, failures }),
  };
}
