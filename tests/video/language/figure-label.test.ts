import assert from "node:assert/strict";
import { test } from "node:test";
import { figuresIn } from "../../../video/language/figures.ts";
import { labelOfFigure } from "../../../video/language/figure-label.ts";

const LABELS: readonly (readonly [sentence: string, value: string, label: string])[] = [
  ["It needs 40 % less time.", "40", "Less time"],
  [
    "Opening a ledger with 50,000 entries now takes under two seconds.",
    "50,000",
    "Opening a ledger with 50,000 entries now takes under two seconds",
  ],
  [
    "In the spring of 1900, sponge divers sheltering from a storm off the Greek island of Antikythera found a Roman shipwreck 45 metres down.",
    "45",
    "A Roman shipwreck 45 metres down",
  ],
  ["We have raised £215,000 so far, from 1,932 people.", "215,000", "We have raised"],
  [
    "Until then, buses 4 and 11 are diverted via Station Road; expect delays of up to 20 minutes.",
    "20",
    "Expect delays of up to 20 minutes",
  ],
  ["In December it was $25,400.", "25,400", "In December it was $25,400"],
  ["Parking is limited to 30 spaces.", "30", "Parking is limited to 30 spaces"],
  [
    "The dividend remains unchanged at 12 cents a share.",
    "12",
    "The dividend remains unchanged at 12 cents a share",
  ],
  ["The signal travels for 22 hours.", "22", "The signal travels"],
  ["A replacement card costs $3.", "3", "A replacement card"],
  ["Length: 14 km Duration: all day", "14", "Length"],
  ["The catalogue grew from 12 titles in 1994 to 4,100 titles in 2026.", "4,100", "Titles in 2026"],
  [
    "The catalogue grew from 12 titles in 1994 to 4,100 titles in 2026.",
    "12",
    "The catalogue grew from 12 titles in 1994 to 4,100 titles in 2026",
  ],
  [
    "The label was founded in the 1990s with $2.5 million from an investor.",
    "2.5",
    "The label was founded in the 1990s with $2.5 million from an investor",
  ],
  [
    "The gap is larger for long texts (>1,500 words) and disappears for stories.",
    "1,500",
    "The gap is larger for long texts (>1,500 words) and disappears for stories",
  ],
  ["It is used in 30+ million projects and has proven itself.", "30+", "Projects"],
  ["The share fell to 3% of sales.", "3", "The share fell to 3% of sales"],
  ["Please ask if it is larger than ~50 lines.", "50", "Please ask if it is larger than ~50 lines"],
];

test("a figure's label is what it counts or tells of, and never says something else without it", () => {
  for (const [sentence, value, label] of LABELS) {
    const figure = figuresIn(sentence, "en").find((one) => one.value === value);
    assert.ok(figure, sentence);
    assert.equal(labelOfFigure(sentence, figure, "en"), label);
  }
});
