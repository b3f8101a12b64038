import { expect, it } from "vitest";
import { killWriters } from "../test-support/kill-writers.js";

// Thousands: npm run kills -w packages/store -- --kills 3000
it("a process that is killed at whatever moment leaves the last acknowledged document or a later one", async () => {
  const toll = await killWriters(20);
  expect(toll.kills).toBe(20);
  expect(toll.acknowledged).toBeGreaterThan(0);
});
