import { inStep, systemClock, type Clock } from "../../kernel/clock.ts";
import { loop, type LoopOptions, type Service } from "../../kernel/service.ts";
import type { Queue } from "../queue.ts";
import { watchFolder, type FolderWatch } from "./folder-watch.ts";
import { messageIn, refusalOf } from "./message-file.ts";
import { Tray, type TakenFile } from "./tray.ts";

export interface FileInboxOptions extends Pick<LoopOptions, "onFailure"> {
  /** Where people and scripts put `*.json`, best by renaming a finished file into it. */
  readonly folder: string;
  /** Where bad files go, each with `<name>.reason.txt` beside it. */
  readonly rejected: string;
  readonly queue: Pick<Queue, "send">;
  readonly clock?: Clock;
}

const NAME = "file-inbox";
/** How often the folder is read should the watch miss something. */
const EVERY_MS = 2_000;
/** …where nothing watches, or a file is not whole yet. */
const SOON_MS = 1_000;

/**
 * The door into the queue for shell scripts: a JSON file in the folder becomes a message, exactly
 * once. Each is sent under a dedupe key of its own: after a crash it is sent again under the same
 * key, which makes no second message.
 */
export function fileInbox(options: FileInboxOptions): Service {
  const { clock = systemClock, folder, rejected, queue, onFailure } = options;
  const tray = new Tray({ name: NAME, folder, rejected, clock });
  const turn = async (watch: FolderWatch): Promise<number> => {
    const unsettled = await tray.empty((file) => send(queue, file));
    return inStep(watch.isAwake && unsettled === 0 ? EVERY_MS : SOON_MS, clock.now());
  };
  return {
    name: NAME,
    run: async (signal) => {
      await using watch = await watchFolder(folder);
      const wake = (signal: AbortSignal): Promise<void> => watch.changed(signal);
      await loop(NAME, () => turn(watch), { clock, wake, ...(onFailure && { onFailure }) }).run(
        signal,
      );
    },
  };
}

async function send(queue: Pick<Queue, "send">, file: TakenFile): Promise<string | undefined> {
  const found = messageIn(file);
  if ("reason" in found) return found.reason;
  return refusalOf(() => queue.send([found.message]));
}
