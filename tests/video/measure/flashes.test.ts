import assert from "node:assert/strict";
import { test } from "node:test";
import { mostFlashes } from "../../../video/measure/flashes.ts";

const WIDTH = 32;
const FPS = 30;

/** A row of tiles for each of `frames` frames, bright where `isBright` says so. */
function film(frames: number, isBright: (frame: number, x: number) => boolean): Uint8Array[] {
  return Array.from({ length: frames }, (_, frame) =>
    Uint8Array.from({ length: WIDTH }, (_, x) => (isBright(frame, x) ? 230 : 20)),
  );
}

test("a picture that changes between dark and bright ten times a second flashes", () => {
  const { flashes } = mostFlashes(
    film(60, (frame) => frame % 3 === 0),
    FPS,
  );
  assert.ok(flashes >= 9, String(flashes));
});

test("flashing counts from a quarter of the picture on", () => {
  const flashing = (part: number) => film(60, (frame, x) => x < WIDTH * part && frame % 4 < 2);
  assert.equal(mostFlashes(flashing(0.2), FPS).flashes, 0);
  assert.ok(mostFlashes(flashing(0.3), FPS).flashes > 3);
});

test("a dark panel that sweeps over a bright picture is no series of flashes", () => {
  const sweep = film(60, (frame, x) => x < frame * 3 - 12 || x > frame * 3);
  assert.ok(mostFlashes(sweep, FPS).flashes <= 1);
});

test("the second in which it happens is told", () => {
  const late = film(120, (frame) => frame >= 60 && frame % 3 === 0);
  const { frame } = mostFlashes(late, FPS);
  assert.ok(frame >= 55 && frame <= 62, String(frame));
});

test("a slow fade is no flash", () => {
  const fade = Array.from({ length: 60 }, (_, frame) => new Uint8Array(WIDTH).fill(20 + frame * 3));
  assert.equal(mostFlashes(fade, FPS).flashes, 0);
});
