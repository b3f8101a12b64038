import { expect, it } from "vitest";
import { parseXml } from "../xml/parse.js";
import { createPatchset } from "./create.js";
import { describePatchset } from "./describe.js";

const tell = (before: string, after: string): readonly string[] => {
  const patchset = createPatchset(parseXml(before), parseXml(after));
  return patchset === null ? [] : describePatchset(patchset);
};

// As `crm_shadow --diff` of Pacemaker 3.0.3 prints it.
it("changes are told line by line, new elements over several lines, comments at the margin", () => {
  const version = 'admin_epoch="1" num_updates="7"';
  const before = `<cib ${version} epoch="5"><r><p id="a" class="x"/><p id="b"/><p id="é"/><!--old--></r></cib>`;
  const after = `<cib ${version} epoch="6" foo="&lt;1" bar=""><r id="r"/><r><p id="é"/><p id="a" y="2"/><!--new-->
    <g id="g" x="&lt;1"><p id="m"/><!--in--><p id="n"><op/></p></g></r></cib>`;
  expect(tell(before, after)).toEqual([
    "Diff: --- 1.5.7 2",
    "Diff: +++ 1.6.7 (no digest)",
    "-- /cib/r/p[@id='b']",
    "-- /cib/r/comment (2)",
    "+  /cib:  @epoch=6, @foo=<1, @bar=",
    `++ /cib:  <r id="r"/>`,
    "+~ /cib/r/p[@id='é'] moved to offset 0",
    "+  /cib/r/p[@id='a']:  @y=2",
    "-- /cib/r/p[@id='a']:  @class",
    "+~ /cib/r/p[@id='a'] moved to offset 1",
    "<!--new-->",
    '++ /cib/r:  <g id="g" x="&lt;1"/>',
    '++            <p id="m"/>',
    "  <!--in-->",
    '++            <p id="n">',
    "++              <op/>",
    "++            </p>",
    "++          </g>",
  ]);
});

it.each([
  [
    'admin_epoch="1" epoch="2" num_updates="3"',
    'admin_epoch="1" epoch="2" num_updates="3"',
    "Local-only Change: 1.2.3",
  ],
  ['admin_epoch="0" epoch="0" num_updates="0"', 'admin_epoch="0" epoch="0" num_updates="0"', undefined],
  // From the first counter on that is no number, all are 0.
  [
    'admin_epoch="1" epoch="x" num_updates="3"',
    'admin_epoch="1" epoch="7" num_updates="3"',
    "Local-only Change: 1.0.0",
  ],
  [
    'admin_epoch="1" epoch="2" num_updates="3"',
    'admin_epoch="1" epoch="" num_updates="3"',
    "Diff: --- 1.2.0 2",
  ],
])("versions come first (%s, %s)", (before, after, line) => {
  const lines = tell(`<cib ${before}/>`, `<cib ${after} x="1"/>`);
  expect(lines[0]?.startsWith("+") === true ? undefined : lines[0]).toBe(line);
});
