import { failureOf } from "../kernel/errors.ts";
import type { Events } from "../kernel/events.ts";
import type { LoopOptions } from "../kernel/service.ts";

/** For loops that know no events: their failures become one. */
export function told(service: string, events: Events): Required<Pick<LoopOptions, "onFailure">> {
  return {
    onFailure: (error, failures) =>
      events.emit("service.failed", { service, ...failureOf(error), failures }),
  };
}
