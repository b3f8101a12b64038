import { INFINITY } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import { dummy, meta, readSmall } from "../../test-support/read-small.js";
import { Role } from "../model/role.js";
import { findResource } from "./find-resource.js";
import { isDisabled } from "./target-role.js";

function read(values: Record<string, string>, options: Record<string, string> = {}, agent?: string) {
  const state = readSmall({ resources: dummy("a", meta("m", values), agent), options });
  const resource = findResource(state, "a");
  if (resource === undefined) throw new Error("not read");
  return { ...resource, codes: state.warnings.map(({ code }) => code).sort() };
}

describe("resource options", () => {
  it("fall back to defaults when they are invalid", () => {
    const invalid = {
      priority: "x",
      "resource-stickiness": "x",
      "migration-threshold": "-5",
      "multiple-active": "x",
    };
    expect(read(invalid)).toMatchObject({
      priority: 0,
      stickiness: 0,
      migrationThreshold: INFINITY,
      multipleActive: "stop_start",
      codes: Array(4).fill("invalid-meta-attribute"),
    });
  });

  it("take nonsense as not critical and not managed", () => {
    expect(read({ critical: "x", "is-managed": "x" })).toMatchObject({ critical: false, managed: false });
    expect(read({ "is-managed": "Default" })).toMatchObject({ managed: true, codes: ["deprecated-value"] });
  });

  it("are unmanaged in maintenance, whatever the resource says", () => {
    const own = { maintenance: "false", "is-managed": "true" };
    expect(read(own, { "maintenance-mode": "true" })).toMatchObject({ managed: false, maintenance: true });
    expect(read({ maintenance: "true" })).toMatchObject({ managed: false, maintenance: true });
  });

  const fencing = { "fencing-enabled": "true" };
  const device = 'class="STONITH" type="fence_x"';
  it.each([
    ["fencing", {}, fencing, undefined],
    ["quorum", {}, {}, undefined],
    ["nothing", {}, { "no-quorum-policy": "ignore" }, undefined],
    ["quorum", {}, fencing, device],
    ["quorum", { requires: "unfencing" }, fencing, device],
    ["unfencing", { requires: "Unfencing" }, fencing, undefined],
    ["unfencing", { provides: "unfencing" }, fencing, undefined],
    ["quorum", { requires: "unfencing" }, {}, undefined],
    ["fencing", { requires: "fencing" }, {}, undefined],
    ["fencing", { requires: "luck" }, fencing, undefined],
  ])("need %s with %o, options %o and agent %s", (requires, values, options, agent) => {
    expect(read(values, options, agent).requires).toBe(requires);
  });
});

describe("target-role", () => {
  function role(clone: Record<string, string>, own: Record<string, string>) {
    const resources = `<clone id="c">${meta("cm", clone)}${dummy("a", meta("m", own))}</clone>`;
    const resource = findResource(readSmall({ resources }), "a:0");
    if (resource === undefined) throw new Error("not read");
    return { next: resource.nextRole, disabled: isDisabled(resource) };
  }

  it("limits promotable resources to Unpromoted, judged by the clone", () => {
    const unpromoted = { "target-role": "slave" };
    const limited = { next: Role.Unpromoted, disabled: true };
    const free = { next: Role.Unknown, disabled: false };
    expect(role({ promotable: "true" }, { ...unpromoted, promotable: "false" })).toEqual(limited);
    expect(role({}, { ...unpromoted, promotable: "true" })).toEqual(free);
    expect(role({ promotable: "true" }, { "target-role": "Promoted" })).toEqual(free);
    expect(role({}, { "target-role": "STOPPED" })).toEqual({ next: Role.Stopped, disabled: true });
  });
});
