import { expect, test } from "vitest";
import { exitReason } from "./exit-reason.js";

test("the last reason counts, wherever in its line it stands", () => {
  expect(exitReason("ocf-exit-reason:first reason\nprefix ocf-exit-reason:second reason here\nmore\n")).toBe(
    "second reason here",
  );
});

test("nothing after the prefix, or no prefix, is no reason", () => {
  expect(exitReason("ocf-exit-reason:early\nocf-exit-reason:\nafter")).toBe("");
  expect(exitReason("something went wrong")).toBe("");
});

test("control characters do not reach the reason", () => {
  expect(exitReason("ocf-exit-reason:a\u001b[31mb\rc\td")).toBe("a [31mb c\td");
});
