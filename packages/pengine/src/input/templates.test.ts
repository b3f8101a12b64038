import { describe, expect, it } from "vitest";
import { meta, readSmall } from "../../test-support/read-small.js";
import { findResource } from "./find-resource.js";

const op = (id: string, name: string, interval: string, role?: string) =>
  `<op id="${id}" name="${name}" interval="${interval}"${role === undefined ? "" : ` role="${role}"`}/>`;

function made(template: string, primitive: string) {
  const state = readSmall({
    resources:
      `<template id="T" class="ocf" provider="pacemaker" type="Dummy">${template}</template>` +
      `<primitive id="a" template="T">${primitive}</primitive>`,
  });
  return { state, resource: findResource(state, "a") };
}

describe("templates", () => {
  it("give the agent, and values that the primitive may replace unless their score is higher", () => {
    const priority = (id: string, value: string) => meta(id, { priority: value });
    const { resource } = made(priority("t", "1"), priority("p", "2"));
    expect(resource?.definition.agent?.type).toBe("Dummy");
    expect(resource?.priority).toBe(2);
    const scored = priority("t", "1").replace('id="t"', 'id="t" score="5"');
    expect(made(scored, priority("p", "2")).resource?.priority).toBe(1);
  });

  it("give operations for names and roles that the primitive does not configure, whatever the interval", () => {
    const template =
      op("t1", "monitor", "10") + op("t2", "monitor", "11", "Promoted") + op("t3", "start", "0");
    const { resource } = made(
      `<operations>${template}</operations>`,
      `<operations>${op("p1", "monitor", "15", "Slave")}</operations>`,
    );
    expect(resource?.definition.operations.map(({ id }) => id)).toEqual(["p1", "t2", "t3"]);
  });

  it("know what was made from them", () => {
    expect(made("", "").state.templates.get("T")).toEqual(["a"]);
  });

  it("that do not exist leave nothing of the primitive", () => {
    const state = readSmall({
      resources: '<primitive id="a" template="T"/><primitive id="T" template="T"/>',
    });
    expect(state.resources).toEqual([]);
    expect(state.warnings.map(({ code }) => code)).toContain("unknown-template");
    expect(state.warnings.map(({ code }) => code)).toContain("self-reference");
  });
});
