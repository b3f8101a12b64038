import { descendants } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import {
  history,
  MEMBER,
  meta,
  primitive,
  type RecordedNode,
  readRecorded,
} from "../../test-support/recorded.js";
import { inputAsRead } from "./input-as-read.js";

/** What reading adds to the operations recorded on a node. */
function additions(resources: string, node: RecordedNode): Record<string, Record<string, string>> {
  const state = readRecorded({ resources, nodes: { n1: { state: MEMBER, ...node } } });
  const before = [...descendants(state.cib)].filter(({ name }) => name === "lrm_rsc_op");
  const after = [...descendants(inputAsRead(state))].filter(({ name }) => name === "lrm_rsc_op");
  return Object.fromEntries(
    after.map(({ attributes }, at) => {
      const known = before[at]?.attributes ?? {};
      return [
        attributes.id ?? "",
        Object.fromEntries(Object.entries(attributes).filter(([name]) => !(name in known))),
      ];
    }),
  );
}

describe("the input as it was read", () => {
  it("has the connections to guests at the end of the resources", () => {
    const resources = primitive("vm", meta("vm", { "remote-node": "guest" })) + primitive("web");
    const input = inputAsRead(readRecorded({ resources, nodes: { n1: {} } }));
    const ids = [...descendants(input)]
      .filter(({ name }) => name === "primitive")
      .map(({ attributes }) => attributes.id);
    expect(ids).toEqual(["vm", "web", "guest"]);
  });

  it("says of a failed operation of which instance it is, and where", () => {
    const clone = `<clone id="all">${primitive("web")}</clone>`;
    expect(additions(clone, { history: history("web", ["start", { rc: 1 }]) })).toEqual({
      web_start_0: { uname: "n1", "rsc-id": "web:0" },
    });
  });

  it("gives an expired failure of a recurring operation a digest that agrees with nothing", () => {
    const recorded = history("web", ["start", { age: 900 }], ["monitor", { rc: 1, interval: 10, age: 800 }]);
    const resources = primitive("web", meta("web", { "failure-timeout": "60s" }));
    expect(additions(resources, { history: recorded })).toEqual({
      web_start_0: {},
      web_monitor_10000: { "op-restart-digest": "calculated-failure-timeout" },
    });
  });
});
