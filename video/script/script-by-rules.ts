import type { Brief } from "../brief/brief.ts";
import { BY_RULES, type Concept } from "../concept/concept.ts";
import { spoken } from "../language/spoken.ts";
import { chooseScenes } from "./choose.ts";
import { withCodeCase } from "./code-case.ts";
import { stillSeconds, type Scene } from "./ledger.ts";
import { leftOutOf } from "./left-out.ts";
import { lookOf, soundOf } from "./look-and-sound.ts";
import { readingOf } from "./moment.ts";
import { AIR_SECONDS, narrationSeconds } from "./pace.ts";
import { partsOf } from "./parts.ts";
import { withPulledWords } from "./pulled-words.ts";
import type { Beat, Script } from "./script.ts";
import { readingSeconds } from "./visible-text.ts";

/** Writes the screenplay by rules: the brief's own sentences, chosen, shortened, ordered and timed to the second. */
export function writeScript(brief: Brief, concept: Concept): Script {
  const reading = readingOf(brief);
  const worded = withPulledWords(chooseScenes(reading), reading.tongue);
  const scenes = withCodeCase(worded, reading.brief);
  const parts = partsOf(scenes);
  const tellings = scenes.map((scene) =>
    scene.telling
      .map((written): Telling => ({ written, said: spoken(written, reading.tongue) }))
      .filter(({ said }) => said !== ""),
  );
  const narrations = tellings.map((telling) => telling.map(({ said }) => said));
  const seconds = shareTime(scenes, narrations, brief);
  const beats = scenes.map((scene, index): Beat => {
    const part = parts[index] ?? "context";
    const sound = soundOf(part, scene.moment.content.template, concept.mood, brief.language);
    return {
      id: `b${String(index + 1).padStart(2, "0")}`,
      part,
      audio: { ...spokenAndShown(tellings[index] ?? []), sound },
      look: lookOf(scene.moment.content, brief.language),
      text: scene.moment.content,
      seconds: seconds[index] ?? 0,
      sources: [...scene.moment.sources],
    };
  });
  return {
    title: concept.title,
    language: brief.language,
    durationSeconds: brief.durationSeconds,
    beats,
    leftOut: leftOutOf(brief, scenes),
    assumptions: brief.assumptions,
    madeBy: BY_RULES,
  };
}

/** A sentence as it is written, and as it is said: "1.4" is said "one point four". */
interface Telling {
  readonly written: string;
  readonly said: string;
}

/** Captions are named only where they differ from what is said. */
function spokenAndShown(telling: readonly Telling[]): Omit<Beat["audio"], "sound"> {
  const narration = telling.map(({ said }) => said);
  const captions = telling.map(({ written }) => withFullStop(written));
  return captions.some((caption, line) => caption !== narration[line])
    ? { narration, captions }
    : { narration };
}

/** What leads on to something that is only shown is said to its end. */
function withFullStop(written: string): string {
  return written.replace(/\s*:$/, ".").replace(/：$/, "。");
}

/** Tenths of a second that add up to the film's length: the voice first, then what must be read, then rest. */
function shareTime(
  scenes: readonly Scene[],
  narrations: readonly (readonly string[])[],
  brief: Brief,
): number[] {
  const said = narrations.map((lines, index) => {
    const content = scenes[index]?.moment.content;
    return lines.length === 0 && content
      ? stillSeconds(content)
      : Math.max(1, narrationSeconds(lines, brief.language) + AIR_SECONDS);
  });
  const seen = scenes.map(({ moment }, index) =>
    Math.max(said[index] ?? 0, stillSeconds(moment.content)),
  );
  const least = sum(seen) <= brief.durationSeconds ? seen : said;
  const wanted = scenes.map((scene, index) =>
    Math.max(least[index] ?? 0, readingSeconds(scene.moment.content)),
  );
  const spare = brief.durationSeconds - sum(least);
  const wishes = wanted.map((want, index) => want - (least[index] ?? 0));
  const granted = Math.min(1, Math.max(0, spare) / Math.max(sum(wishes), 0.001));
  const rest = Math.max(0, spare - sum(wishes) * granted) / scenes.length;
  const shrink = spare < 0 ? brief.durationSeconds / sum(least) : 1;
  return roundedTo(
    brief.durationSeconds,
    least.map((one, index) => one * shrink + (wishes[index] ?? 0) * granted + rest),
  );
}

/** Rounds the running total, so that no error adds up. */
function roundedTo(total: number, lengths: readonly number[]): number[] {
  let at = 0;
  let shown = 0;
  return lengths.map((length, index) => {
    at += length;
    const end = index === lengths.length - 1 ? total : Math.round(at * 10) / 10;
    const rounded = Math.round((end - shown) * 1000) / 1000;
    shown = end;
    return rounded;
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
