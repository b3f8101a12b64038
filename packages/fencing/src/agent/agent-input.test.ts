import { expect, test } from "vitest";
import { agentInput, type InputRequest } from "./agent-input.js";

function input(
  parameters: Record<string, string>,
  more: Partial<InputRequest> = {},
  declared: string[] = [],
): string {
  const lines = agentInput({
    agent: "fence_x",
    action: "off",
    target: "t",
    port: undefined,
    parameters: new Map(Object.entries(parameters)),
    metadata: { actions: new Map(), parameters: declared },
    ...more,
  });
  return [...lines].map(([name, value]) => `${name}=${value}`).join(" ");
}

test("an agent is told the node by the parameter that it has, plug before port", () => {
  expect(input({ pcmk_host_list: "t" }, {}, ["port"])).toBe("nodename=t action=off port=t");
  expect(input({}, {}, ["port", "plug"])).toContain("plug=t");
  expect(input({}, {}, ["port", "plug"])).not.toContain("port");
  expect(input({}, { port: "9" }, ["plug"])).toContain("plug=9");
  expect(input({})).toBe("nodename=t action=off");
});

test("the configuration says which parameter it is, or that there is none", () => {
  expect(input({ pcmk_host_argument: "NONE" }, {}, ["port"])).toBe("nodename=t action=off");
  expect(input({ pcmk_host_argument: "domain" }, {}, ["port"])).toContain("domain=t");
});

test("what the device has configured itself prevails", () => {
  expect(input({ port: "55" }, {}, ["port"])).toContain("port=55");
  expect(input({ port: "dynamic" }, {}, ["port"])).toContain("port=dynamic");
  expect(input({ nodename: "fixed", empty: "" })).toMatch(/(?=.*nodename=fixed)(?=.*empty=( |$))/);
});

test("the action goes by the device's own word, and only by that", () => {
  expect(input({ pcmk_off_action: "poweroff", action: "on", Action: "on" })).toBe(
    "nodename=t action=poweroff",
  );
});

test("without a target none is told", () => {
  expect(input({ ip: "a" }, { action: "monitor", target: undefined }, ["port"])).toBe("ip=a action=monitor");
});

test("what the cluster reads itself stays with it, and what only looks like it does not", () => {
  const own = { pcmk_off_timeout: "1", pcmk_delay_max: "1", CRM_meta_timeout: "1", provides: "unfencing" };
  expect(input({ ...own, crm_feature_set: "3", "stonith-timeout": "1" })).toBe("nodename=t action=off");
  expect(input({ pcmk_unknown: "1" })).toContain("pcmk_unknown=1");
});

test("lines come in the order in which Pacemaker's tables are walked", () => {
  expect(input({ ip: "a" }, {}, ["port"])).toBe("nodename=t ip=a action=off port=t");
});

test("plug-ins of cluster-glue are told the node's name only", () => {
  expect(input({ plugin: "null" }, { agent: "fence_legacy", port: "7" }, ["port"])).not.toContain("port");
});
