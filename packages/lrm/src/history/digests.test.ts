import { type AgentMetadata, type AgentParameter, parseMetadata } from "@sanode/ra";
import { expect, test } from "vitest";
import { operationDigests } from "./digests.js";

const NOTHING = "f2317cad3d54cec5d7d7aa7d0bf35cf8";

const metadata = parseMetadata(`<resource-agent name="example"><version>1.1</version>
  <parameters>
    <parameter name="p1" reloadable="1"/><parameter name="p2"/><parameter name="passwd" reloadable="1"/>
  </parameters>
  <actions><action name="reload-agent"/></actions>
</resource-agent>`);

const parameters = {
  empty: "",
  "my-blah.x": "z",
  p1: "v1",
  p2: "v2",
  passwd: "sec",
  crm_feature_set: "3.20.5",
  CRM_meta_timeout: "13000",
  CRM_meta_on_node: "node1",
};

// The digests are those that Pacemaker 3.0.3 recorded for these parameters.

test("an operation that is run once: all parameters, those that need a restart, those that are no secret", () => {
  expect(operationDigests(parameters, 0, metadata)).toEqual({
    digest: "7b3fa2ed56ec018053c52660c4a3b688",
    restart: { names: ["p2"], digest: "2a24f4c284c24ae4c62943ba71dd1cf4" },
    secure: { names: ["passwd"], digest: "68c141b56e6e5b7f45b723e610cee714" },
  });
});

test("a recurring operation: its timeout counts, and there is nothing to restart", () => {
  const recurring = { ...parameters, OCF_CHECK_LEVEL: "10", opp: "1", CRM_meta_interval: "7000" };
  expect(operationDigests(recurring, 7000, metadata)).toEqual({
    digest: "2336f9d5ace12b912401ba9a4d68d81e",
    secure: { names: ["passwd"], digest: "269b1716feb4006ea286f5b5b6aea4a1" },
  });
});

test("without meta-data there is the digest of all parameters alone", () => {
  expect(operationDigests({ crm_feature_set: "3.20.5" }, 0, undefined)).toEqual({ digest: NOTHING });
});

test("an agent that cannot reload has no restart digest, one that reloads everything an empty one", () => {
  const withActions = (actions: AgentMetadata["actions"], parameters: readonly AgentParameter[]) =>
    operationDigests({}, 0, { ...metadata, actions, parameters });
  expect(withActions([], metadata.parameters).restart).toBeUndefined();
  expect(withActions(metadata.actions, metadata.parameters.slice(0, 1)).restart).toEqual({
    names: [],
    digest: NOTHING,
  });
});
