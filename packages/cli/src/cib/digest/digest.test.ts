import { expect, it } from "vitest";
import { run } from "../../../test-support/run.js";
import { main } from "../index.js";

const digest = (...args: string[]) => run(main, "digest", ...args);

it("sanode cib digest prints the digest on disk, the versioned one, or both", async () => {
  const [onDisk, versioned] = ["36f3fe87323978c81376fbe84b315483", "f019ee9a03978aff9f9b78d0ddf3edb7"];
  expect(await digest("-X", "<a/>")).toEqual({ status: 0, output: `${onDisk}\n`, errors: "" });
  expect((await digest("-X", "<a/>", "--versioned")).output).toBe(`${versioned}\n`);
  expect(JSON.parse((await digest("-X", "<a/>", "--json")).output)).toEqual({ onDisk, versioned });
});

it.each([
  [64, [], "The supplied command requires input via --xml-file, --xml-text, or --xml-pipe"],
  [64, ["a", "b"], "non-option ARGV-elements: b"],
  [65, ["nowhere"], "Couldn't parse input from nowhere"],
  [65, ["-X", "<a"], "Couldn't parse input from input string"],
])("ends with status %i for %j: %s", async (status, args, message) => {
  const told = await digest(...args);
  expect(told).toMatchObject({ status, output: "" });
  expect(told.errors).toContain(message);
});
