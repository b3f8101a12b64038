import fc from "fast-check";
import { expect, test } from "vitest";
import { BoundedOutput } from "./bounded-output.js";

test("output within the limit is kept whole", () => {
  const output = new BoundedOutput(10);
  for (const part of ["abc", "", "defg", "hij"]) output.append(Buffer.from(part));
  expect(output.captured()).toEqual({ text: "abcdefghij", dropped: 0 });
});

test("of longer output the begin and the end are kept, and the rest is counted", () => {
  const output = new BoundedOutput(4);
  output.append(Buffer.from("abcdefgh"));
  output.append(Buffer.from("ij"));
  expect(output.captured()).toEqual({ text: "ab\n[6 bytes dropped]\nij", dropped: 6 });
});

test("what is kept does not depend on how the output came in pieces", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{0,9}$/), { maxLength: 30 }),
      fc.integer({ min: 0, max: 40 }),
      (parts, limit) => {
        const whole = new BoundedOutput(limit);
        whole.append(Buffer.from(parts.join("")));
        const pieces = new BoundedOutput(limit);
        for (const part of parts) pieces.append(Buffer.from(part));
        expect(pieces.captured()).toEqual(whole.captured());
        expect(pieces.captured().dropped).toBe(Math.max(0, parts.join("").length - limit));
      },
    ),
  );
});
