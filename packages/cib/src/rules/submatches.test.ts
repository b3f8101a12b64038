import { expect, it } from "vitest";
import { substituteSubmatches } from "./submatches.js";

it("parts of a match replace %0 to %9; missing ones give nothing, other percent signs stay", () => {
  const submatches = ["ip-db", "ip", "db"];
  expect(substituteSubmatches("%2-%1-%0-%3-%%1-%a-%", submatches)).toBe("db-ip-ip-db--%ip-%a-%");
  expect(substituteSubmatches("%1", undefined)).toBe("%1");
});
