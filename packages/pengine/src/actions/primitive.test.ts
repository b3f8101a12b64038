import { describe, expect, it } from "vitest";
import { location, primitive } from "../../test-support/place.js";
import { transition } from "../../test-support/transition.js";

const on = (...nodes: string[]) => ({ A: nodes });

describe("the actions of a primitive", () => {
  it("start it where it is to be", () => {
    expect(transition({ resources: primitive("A"), active: on() }).required()).toEqual([
      "A_monitor_0 n1",
      "A_monitor_0 n2",
      "A_start_0 n1",
    ]);
  });

  it("move it by stop and start", () => {
    const moving = transition({
      resources: primitive("A"),
      active: on("n1"),
      constraints: location("A", "n1", "-INFINITY"),
    });
    expect(moving.required().slice(-2)).toEqual(["A_stop_0 n1", "A_start_0 n2"]);
    expect(moving.waitsFor("A_start_0 n2")).toContain("A_stop_0 n1");
  });

  it("stop and start again are known, but optional, where nothing changes", () => {
    const resting = transition({ resources: primitive("A"), active: on("n1") });
    expect([resting.marks("A_stop_0 n1"), resting.marks("A_start_0 n1")]).toEqual(["optional", "optional"]);
  });

  it("say that a resource without a node stops for want of one", () => {
    const stopping = transition({
      resources: primitive("A", { "target-role": "Stopped" }),
      active: on("n1"),
    });
    expect(stopping.marks("A_stop_0 n1")).toBe("required");
    expect(stopping.action("A_stop_0 n1").reason).toBe("node availability");
  });

  it("never stop an unmanaged resource", () => {
    const meta = { "target-role": "Stopped", "is-managed": "false" };
    const unmanaged = transition({ resources: primitive("A", meta), active: on("n1") });
    expect(unmanaged.marks("A_stop_0 n1")).toBe("optional blocked");
  });

  it("recover one that runs twice: everywhere, or with stop_unexpected where it should not", () => {
    const twice = (policy: string) =>
      transition({ resources: primitive("A", { "multiple-active": policy }), active: on("n1", "n2") });
    expect(twice("stop_start").waitsFor("A_start_0 n1")).toEqual(["A_stop_0 n1", "A_stop_0 n2"]);
    const spared = twice("stop_unexpected");
    expect(spared.waitsFor("A_start_0 n1")).toEqual(["A_stop_0 n2"]);
    expect(spared.action("A_start_0 n1").pseudo).toBe(true);
    expect(spared.action("A_stop_0 n2").reason).toBe("being multiply active");
  });
});
