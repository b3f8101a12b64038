import { expect, test } from "vitest";
import { nearNames } from "./near-names.js";

test.each([
  ["prot", ["mode", "port"], ["port"]],
  ["IPADDR2", ["IPaddr", "IPaddr2", "IPv6addr"], ["IPaddr2", "IPaddr"]],
  ["file", ["Filesystem", "Dummy"], ["Filesystem"]],
  ["xyz", ["Filesystem", "Dummy"], []],
  ["", ["Dummy"], []],
])("who wrote %s of %j may have meant %j", (wrong, known, near) => {
  expect(nearNames(wrong, known)).toEqual(near);
});
