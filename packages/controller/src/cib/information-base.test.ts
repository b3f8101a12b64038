import { descendants, element } from "@sanode/cib";
import { expect, test } from "vitest";
import { smallCib } from "../../test-support/life.js";
import { Member } from "../member/member.js";
import { InformationBase } from "./information-base.js";
import { startingDocument } from "./starting-document.js";

function base() {
  const member = new Member({ id: "1", name: "n1" });
  const condition = { quorate: true, quorumLost: false, controller: "1" };
  const { cib } = startingDocument(smallCib({ resources: "" }), ["n1"]);
  return { member, base: new InformationBase(cib, { condition, members: () => [member] }) };
}

const version = ({ cib }: InformationBase): string => `${cib.attributes.epoch}.${cib.attributes.num_updates}`;

test("the version grows with each change, and the document is the same as long as there is none", () => {
  const { member, base: information } = base();
  expect(version(information)).toBe("1.0");
  member.join(1_700_000_000);
  expect(version(information)).toBe("1.1");
  expect(information.cib).toBe(information.cib);
  const written = element("transient_attributes", { id: "1" });
  member.transientAttributes = written;
  member.transientAttributes = written;
  expect(version(information)).toBe("1.2");
  information.configure(startingDocument(smallCib({ resources: "" }), ["n1"]).cib);
  expect(version(information)).toBe("2.0");
});

test("documents that were handed out never change", () => {
  const { member, base: information } = base();
  member.join(1_700_000_000);
  const before = information.cib;
  const text = JSON.stringify(before);
  member.lose();
  expect(information.cib).not.toBe(before);
  expect(JSON.stringify(before)).toBe(text);
});

test("a node that was never seen has no state", () => {
  const states = [...descendants(base().base.cib)].filter(({ name }) => name === "node_state");
  expect(states).toEqual([]);
});
