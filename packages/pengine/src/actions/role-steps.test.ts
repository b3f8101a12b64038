import { describe, expect, it } from "vitest";
import { Role } from "../model/role.js";
import { nextStep } from "./role-steps.js";

const { Unknown, Stopped, Started, Unpromoted, Promoted } = Role;

describe("the next role on the way", () => {
  it("up starts first, as unpromoted if it is to be promoted", () => {
    expect(nextStep(Stopped, Started)).toBe(Started);
    expect(nextStep(Stopped, Unpromoted)).toBe(Unpromoted);
    expect(nextStep(Stopped, Promoted)).toBe(Unpromoted);
    expect(nextStep(Unpromoted, Promoted)).toBe(Promoted);
    expect(nextStep(Started, Promoted)).toBe(Promoted);
  });

  it("down demotes first", () => {
    expect(nextStep(Promoted, Stopped)).toBe(Unpromoted);
    expect(nextStep(Promoted, Unpromoted)).toBe(Unpromoted);
    expect(nextStep(Unpromoted, Stopped)).toBe(Stopped);
    expect(nextStep(Started, Stopped)).toBe(Stopped);
  });

  it("from unpromoted to started leads through stopped", () => {
    expect(nextStep(Unpromoted, Started)).toBe(Stopped);
  });

  it("from an unknown role leads to stopped", () => {
    for (const role of [Started, Unpromoted, Promoted]) expect(nextStep(Unknown, role)).toBe(Stopped);
  });

  it("leads to every role that is known in a few steps", () => {
    for (const from of [Stopped, Started, Unpromoted, Promoted]) {
      for (const to of [Stopped, Started, Unpromoted, Promoted]) {
        let role: Role = from;
        for (let steps = 0; steps < 4 && role !== to; steps += 1) role = nextStep(role, to);
        expect(role).toBe(to);
      }
    }
  });
});
