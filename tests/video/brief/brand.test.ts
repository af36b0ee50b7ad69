import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../../kernel/errors.ts";
import { parseBrief } from "../../../video/brief/parse.ts";

const briefWith = (brand: string) =>
  parseBrief(`---\nbrand:\n${brand}\n---\nKantoku makes films.`, { file: "b.md" });

test("a brief brings its brand along: colours, fonts and a logo", () => {
  const { brand } = briefWith(
    '  colours: { accent: "#FC0", background: "#102030" }\n  fonts: { display: Fraunces }\n  logo: art/logo.svg',
  );
  assert.deepEqual(brand, {
    colours: { accent: "#ffcc00", background: "#102030" },
    fonts: { display: "Fraunces" },
    logo: "art/logo.svg",
  });
});

for (const { wrong, said } of [
  {
    wrong: "  colours: { accent: red }",
    said: /brand: colours\.accent is not a colour such as #/u,
  },
  {
    wrong: "  fonts: { body: Arial }",
    said: /brand: fonts\.body .*choose one of Inter, Fraunces/u,
  },
  { wrong: "  logo: logo.gif", said: /brand: logo is not the path of a \.svg/u },
  { wrong: "  colors: {}", said: /brand: .*colors/u },
]) {
  test(`a brand with${wrong} is refused with its line`, () => {
    assert.throws(
      () => briefWith(wrong),
      (error: unknown) => {
        assert.ok(error instanceof InputError);
        const [problem] = error.problems;
        assert.match(problem?.message ?? "", said);
        assert.equal(problem?.line, 2);
        return true;
      },
    );
  });
}
