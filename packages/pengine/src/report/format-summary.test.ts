import { describe, expect, it } from "vitest";
import { Role } from "../model/role.js";
import { formatSummary } from "./format-summary.js";
import type { ResourceSummary } from "./transition-summary.js";

const start: ResourceSummary = {
  verb: "Start",
  resource: "A",
  origin: null,
  destination: "n1",
  originalRole: Role.Stopped,
  nextRole: Role.Started,
  reason: null,
  blocked: false,
};

const format = (...resources: Partial<ResourceSummary>[]): string[] =>
  formatSummary({ fencing: [], resources: resources.map((line) => ({ ...start, ...line })) });

describe("the summary of a transition", () => {
  it("begins with fencing", () => {
    const fencing = [
      { operation: "reboot", node: "n1", launcher: null, reason: "fencing was requested" },
      { operation: "reboot", node: "g", launcher: "vm", reason: "guest is unclean" },
    ];
    expect(formatSummary({ fencing, resources: [start] }).slice(0, 2)).toEqual([
      "Fence (reboot) n1 'fencing was requested'",
      "Fence (reboot) g (resource: vm) 'guest is unclean'",
    ]);
  });

  it("widens the column of ids by two more than a longer id needs, so that the order of the lines shows", () => {
    expect(format({ resource: "123456" }, { resource: "1234567" })[0]).toBe(
      "Start      123456     (    n1 )",
    );
    expect(format({ resource: "1234567" }, { resource: "123456" })[1]).toBe(
      "Start      123456      (    n1 )",
    );
  });

  it("tells why, and what is blocked", () => {
    expect(format({ reason: "no quorum" })[0]).toMatch(/ {2}due to no quorum$/);
    expect(format({ reason: "no quorum", blocked: true })[0]).toMatch(/ {2}due to no quorum \(blocked\)$/);
    expect(format({ blocked: true })[0]).toMatch(/ {2}blocked$/);
  });

  it.each([
    ["n2", { destination: "n2" }],
    ["n1 -> n2", { origin: "n1", destination: "n2", originalRole: Role.Started }],
    ["n1", { origin: "n1", destination: null, originalRole: Role.Started, nextRole: Role.Stopped }],
    ["Stopped -> Promoted n1", { nextRole: Role.Promoted }],
    ["Promoted n1", { origin: "n1", destination: null, originalRole: Role.Promoted }],
    ["Promoted n1", { origin: "n1", originalRole: Role.Promoted, nextRole: Role.Promoted }],
    ["Promoted -> Unpromoted n1", { origin: "n1", originalRole: Role.Promoted, nextRole: Role.Unpromoted }],
    [
      "n1 -> n2 Promoted",
      { origin: "n1", destination: "n2", originalRole: Role.Promoted, nextRole: Role.Promoted },
    ],
    [
      "Promoted n1 -> Unpromoted n2",
      { origin: "n1", destination: "n2", originalRole: Role.Promoted, nextRole: Role.Unpromoted },
    ],
  ])("shows %j where roles and nodes are so", (details, line) => {
    expect(/\( +(.*) \)/.exec(format(line)[0] ?? "")?.[1]).toBe(details);
  });
});
