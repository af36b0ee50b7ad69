import type { Film } from "./film.ts";
import type { Scene } from "./ledger.ts";
import { momentOfMessage } from "./material.ts";
import { listOfMessages } from "./message-list.ts";
import type { Moment } from "./moment.ts";

/** Every key message finds a scene that says it; more of them than there is time for stand together as a list. */
export function carryMessages(film: Film, mostScenes: number): void {
  const messages = messagesOf(film);
  for (const [index, message] of messages.entries()) carry(film, message, index);
  const tooMany = film.body.length > Math.max(1, mostScenes - 2);
  if (!tooMany && film.ledger.fits(film.scenes())) return;
  if (messages.length >= 2) listThem(film, messages);
  film.silence();
}

function messagesOf({ reading: { brief } }: Film): string[] {
  return [...brief.keyMessages, ...brief.mustHave];
}

function carry(film: Film, message: string, index: number): void {
  const bearing = film.scenes().find((scene) => film.ledger.covers(scene, message));
  if (bearing) return film.replace(bearing, { ...bearing, carries: [...bearing.carries, message] });
  const [best] = film
    .free()
    .flatMap((moment) => bearers(film, moment, message))
    .map((scene) => ({
      scene,
      score: film.score(scene.moment) - shareOf(film, scene, message) * 0.6,
    }))
    .toSorted((a, b) => b.score - a.score);
  film.add(best?.scene ?? sceneOfItsOwn(film, message, index));
}

/** The shortest way in which a moment says a message, if any does. */
function bearers(film: Film, moment: Moment, message: string): Scene[] {
  const telling = moment.tellings.findLast((one) =>
    film.ledger.covers({ moment, telling: one, carries: [] }, message),
  );
  return telling ? [{ moment, telling, carries: [message] }] : [];
}

/** Seconds that a message takes in a scene; one that says several spends its time on all of them. */
function shareOf(film: Film, scene: Scene, message: string): number {
  const others = messagesOf(film).filter(
    (other) => other !== message && film.ledger.covers(scene, other),
  );
  return film.ledger.cost(scene.telling) / (1 + others.length);
}

function sceneOfItsOwn(film: Film, message: string, index: number): Scene {
  const moment = momentOfMessage(film.reading, message, index, film.material.moments);
  const telling = bearers(film, moment, message)[0]?.telling ?? [message];
  return { moment, telling, carries: [message] };
}

/** Said as far as there is time. */
function listThem(film: Film, messages: readonly string[]): void {
  const notices = film.body.filter(({ moment }) => moment.must);
  const lists = listOfMessages(film.reading, messages).map((moment) => ({
    moment,
    telling: [],
    carries: messages,
  }));
  film.body = [...notices, ...lists];
  if (!film.ledger.canBeSaid(film.scenes())) film.body = lists;
  for (const scene of lists) {
    const telling = scene.moment.tellings.find((one) =>
      film.ledger.canBeSaid(film.with(scene, one)),
    );
    if (telling) film.replace(scene, { ...scene, telling });
  }
}
