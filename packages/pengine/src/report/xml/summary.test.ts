import { elements, formatXml } from "@sanode/cib";
import { expect, it } from "vitest";
import { Role } from "../../model/role.js";
import type { ResourceSummary } from "../transition-summary.js";
import { summaryElement } from "./summary.js";

function lineOf(line: Partial<ResourceSummary>): string {
  const whole: ResourceSummary = {
    verb: "Start",
    resource: "A",
    origin: null,
    destination: null,
    originalRole: Role.Started,
    nextRole: Role.Started,
    reason: null,
    blocked: false,
    ...line,
  };
  const [only] = elements(summaryElement({ fencing: [], resources: [whole] }));
  if (only === undefined) throw new Error("no element");
  return formatXml(only, { indent: false });
}

it.each<[string, Partial<ResourceSummary>, string]>([
  ["starts", { destination: "n1", originalRole: Role.Stopped }, 'node="n1"'],
  ["stops", { verb: "Stop", origin: "n1", nextRole: Role.Stopped }, 'node="n1"'],
  [
    "stops as a promotable clone's instance",
    { verb: "Stop", origin: "n1", originalRole: Role.Unpromoted, nextRole: Role.Stopped },
    'role="Unpromoted" node="n1"',
  ],
  [
    "starts to be promoted",
    { verb: "Promote", destination: "n1", originalRole: Role.Stopped, nextRole: Role.Promoted },
    'role="Stopped" next-role="Promoted" dest="n1"',
  ],
  ["restarts", { verb: "Restart", origin: "n1", destination: "n1" }, 'source="n1"'],
  [
    "is promoted where it is",
    {
      verb: "Promote",
      origin: "n1",
      destination: "n1",
      originalRole: Role.Unpromoted,
      nextRole: Role.Promoted,
    },
    'role="Unpromoted" next-role="Promoted" source="n1"',
  ],
  ["moves", { verb: "Move", origin: "n1", destination: "n2" }, 'source="n1" dest="n2"'],
  [
    "moves and changes its role",
    { verb: "Move", origin: "n1", destination: "n2", originalRole: Role.Promoted, nextRole: Role.Unpromoted },
    'role="Promoted" source="n1" next-role="Unpromoted" dest="n2"',
  ],
])("a resource that %s tells its places, and its roles if they matter", (_name, line, attributes) => {
  expect(lineOf(line)).toContain(` resource="A" ${attributes}/>`);
});

it("a reason and a block are told last", () => {
  const text = lineOf({
    verb: "Stop",
    origin: "n1",
    nextRole: Role.Stopped,
    reason: "no quorum",
    blocked: true,
  });
  expect(text).toBe('<rsc_action action="stop" resource="A" node="n1" reason="no quorum" blocked="true"/>');
});
