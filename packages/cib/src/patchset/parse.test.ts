import { describe, expect, it } from "vitest";
import { PatchsetError } from "../errors/patchset.js";
import { parseXml } from "../xml/parse.js";
import { element } from "../xml/tree.js";
import { parsePatchset } from "./parse.js";
import type { Patchset } from "./patchset.js";

const read = (text: string): Patchset => parsePatchset(parseXml(text));

it("a patchset is read with all that it tells", () => {
  const text = `<diff format="2" digest="d">
    <version><source admin_epoch="1" epoch="2" num_updates="3"/><target epoch="3"/></version>
    <change operation="delete" path="/cib/comment" position="4"/>
    <change operation="delete" path="/cib/a"/>
    <change operation="create" path="/cib" position="0">text<!--new--></change>
    <change operation="modify" path="/cib">
      <change-list>
        <change-attr name="x" operation="set" value=""/>
        <change-attr name="y" operation="unset"/>
      </change-list>
      <change-result><cib x=""><ignored/></cib></change-result>
    </change>
    <change operation="move" path="/cib/b" position="2"/>
  </diff>`;
  expect(read(text)).toEqual({
    versions: { source: { admin_epoch: "1", epoch: "2", num_updates: "3" }, target: { epoch: "3" } },
    digest: "d",
    changes: [
      { operation: "delete", path: "/cib/comment", position: 4 },
      { operation: "delete", path: "/cib/a" },
      { operation: "create", path: "/cib", position: 0, node: { kind: "comment", text: "new" } },
      {
        operation: "modify",
        path: "/cib",
        attributes: [
          { operation: "set", name: "x", value: "" },
          { operation: "unset", name: "y" },
        ],
        result: element("cib", { x: "" }),
      },
      { operation: "move", path: "/cib/b", position: 2 },
    ],
  } satisfies Patchset);
});

describe("a refusal", () => {
  it.each([
    ["malformed", "/diff/@format", "Invalid argument", 70, '<diff format="1"><diff-added/></diff>'],
    [
      "not-applicable",
      "/diff/change[1]",
      "Application of update diff failed",
      1,
      change('operation="x" path="/a"'),
    ],
    ["not-applicable", "/diff/change[1]", "Application of update diff failed", 1, change('operation="move"')],
    [
      "incomplete",
      "/diff/change[1]",
      "No message of desired type",
      76,
      change('operation="modify" path="/a"'),
    ],
    ["malformed", "/diff/change[1]/@position", "Invalid argument", 70, change('operation="move" path="/a"')],
  ])("(%s at %s) has Pacemaker's words and exit status: %s, %i", (code, place, summary, exitStatus, text) => {
    expect(() => read(text)).toThrow(PatchsetError);
    expect(() => read(text)).toThrow(expect.objectContaining({ code, place, summary, exitStatus }));
  });

  function change(attributes: string): string {
    return `<diff format="2"><change ${attributes}/></diff>`;
  }
});
