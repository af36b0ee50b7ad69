import { workerData } from "node:worker_threads";
import { readWishes, speaksOfFilm } from "../../../video/edit/read-wishes.ts";

const { texts, progress } = workerData as { texts: readonly string[]; progress: Int32Array };
for (const [at, text] of texts.entries()) {
  progress[0] = at;
  readWishes(text);
  speaksOfFilm(text.repeat(20));
}
