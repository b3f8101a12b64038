import { describe, expect, it } from "vitest";
import { group, location, primitive } from "../../test-support/place.js";
import { transition } from "../../test-support/transition.js";

const order = (first: string, then: string, more = "") =>
  `<rsc_order id="o-${first}-${then}" first="${first}" then="${then}" ${more}/>`;
const clone = (id: string, inner: string, meta: Record<string, string> = {}) => {
  const pairs = Object.entries(meta).map(
    ([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`,
  );
  return `<clone id="${id}"><meta_attributes id="${id}-meta">${pairs.join("")}</meta_attributes>${inner}</clone>`;
};
const stopped = { "target-role": "Stopped" };

describe("A then B, both active, A told to stop", () => {
  const active = { A: ["n1"], B: ["n1"] };
  const resources = primitive("A", stopped) + primitive("B");

  it("stops B before A, because of A's start, which will not be", () => {
    const { action, marks, waitsFor } = transition({ resources, constraints: order("A", "B"), active });
    expect(waitsFor("A_stop_0 n1")).toContain("B_stop_0 n1");
    expect([marks("A_start_0"), marks("B_start_0 n1")]).toEqual(["required blocked", "required blocked"]);
    expect(action("B_start_0 n1").reason).toBe("required A start");
  });

  it("leaves B alone if the ordering is optional or asymmetrical", () => {
    for (const more of ['kind="Optional"', 'symmetrical="false"']) {
      expect(transition({ resources, constraints: order("A", "B", more), active }).marks("B_stop_0 n1")).toBe(
        "optional",
      );
    }
  });
});

describe("a resource that cannot start", () => {
  it("keeps the next from starting, and says so", () => {
    const resources = primitive("A", stopped) + primitive("B");
    const { action, marks } = transition({ resources, constraints: order("A", "B") });
    expect(marks("B_start_0 n1")).toBe("required blocked");
    expect(action("B_start_0 n1").reason).toBe("unrunnable A start");
  });

  it("keeps what must run with it from starting (primitive-with-unrunnable-group)", () => {
    const resources = group("g", [primitive("A"), primitive("B")]) + primitive("C") + primitive("X", stopped);
    const constraints = `${order("X", "g")}<rsc_colocation id="c" rsc="C" with-rsc="g" score="INFINITY"/>`;
    const { action, marks } = transition({ resources, constraints });
    expect(marks("C_start_0 n1")).toBe("required blocked");
    expect(action("C_start_0 n1").reason).toMatch(/^colocation with /);
  });
});

describe("orderings between collectives", () => {
  const active = { A: ["n1", "n2"], B: ["n1", "n2"] };
  const pair = (interleave: string) => ({
    resources: clone("cA", primitive("A"), { interleave }) + clone("cB", primitive("B"), { interleave }),
    constraints: order("cA", "cB") + location("cA", "n2", "-INFINITY"),
    active,
  });

  it("hold for the whole: one instance less of the first is no concern of the second", () => {
    expect(transition(pair("false")).required()).not.toContain("B:1_stop_0 n2");
  });

  it("hold instance by instance if interleaved: the second leaves where the first leaves", () => {
    const { waitsFor, marks } = transition(pair("true"));
    expect(marks("B:1_stop_0 n2")).toBe("required");
    expect(waitsFor("A:1_stop_0 n2")).toContain("B:1_stop_0 n2");
    expect(marks("B:0_stop_0 n1")).toBe("optional");
  });

  it("wait for the completion of a group, not for its begin", () => {
    const resources = group("g", [primitive("A"), primitive("B")]) + primitive("C");
    const { waitsFor } = transition({ resources, constraints: order("g", "C") });
    expect(waitsFor("C_start_0 n2")).toContain("g_running_0");
    expect(waitsFor("C_start_0 n2")).not.toContain("g_start_0");
  });
});

describe("sets of which not all are needed", () => {
  const sets = `<rsc_order id="o"><resource_set id="s" sequential="false" require-all="false">
    <resource_ref id="A"/><resource_ref id="B"/></resource_set>
    <resource_set id="t"><resource_ref id="C"/></resource_set></rsc_order>`;
  const resources = (b: Record<string, string>) =>
    primitive("A", stopped) + primitive("B", b) + primitive("C");

  it("let the next start after one of them", () => {
    const { marks, waitsFor } = transition({ resources: resources({}), constraints: sets });
    expect(marks("C_start_0 n2")).toBe("required");
    expect(waitsFor("one-or-more:s")).toEqual(["B_start_0 n1"]);
  });

  it("hold the next back if none can start", () => {
    const { action, marks } = transition({ resources: resources(stopped), constraints: sets });
    expect(marks("C_start_0 n1")).toBe("required blocked");
    expect(action("C_start_0 n1").reason).toBe("unrunnable one-or-more:s");
  });
});

describe("long chains", () => {
  it("of 10,000 orderings are followed without recursion", () => {
    const ids = Array.from({ length: 10_000 }, (_, at) => `r${at}`);
    const resources = ids.map((id, at) => primitive(id, at === 0 ? stopped : {})).join("");
    const constraints = ids
      .slice(1)
      .map((id, at) => order(`r${at}`, id))
      .join("");
    const active = Object.fromEntries(ids.map((id) => [id, ["n1"]]));
    const { marks, action } = transition({ nodes: ["n1"], resources, constraints, active });
    expect(marks("r9999_stop_0 n1")).toBe("required");
    expect(action("r9999_start_0 n1").reason).toBe("required r9998 start");
  });
});
