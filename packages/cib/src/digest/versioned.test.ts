import { expect, it } from "vitest";
import { parseXml } from "../xml/parse.js";
import { digestOnDisk } from "./on-disk.js";
import { digestVersioned } from "./versioned.js";

// What `cibadmin --md5-sum-versioned` of Pacemaker 3.0.3 printed.
it.each([
  ["<a/>", "f019ee9a03978aff9f9b78d0ddf3edb7"],
  ["<cib>text<b/></cib>", "ffa77be7ee236c86fad1a76d8ca1ad82"],
  ["<cib><b>t</b><![CDATA[x]]></cib>", "e9298b63c0f5c634ed009f26cda4cf78"],
])("the versioned digest of %j is %s", (text, digest) => {
  expect(digestVersioned(parseXml(text))).toBe(digest);
});

it("only the digest on disk tells documents apart that were changed at other times, places or hands", () => {
  const circumstances = [
    "cib-last-written",
    "crm-debug-origin",
    "update-client",
    "update-origin",
    "update-user",
  ];
  const plain = parseXml('<cib epoch="1"><status><node_state id="1"/></status></cib>');
  for (const name of circumstances) {
    const document = parseXml(`<cib epoch="1"><status><node_state ${name}="x" id="1"/></status></cib>`);
    expect(digestVersioned(document)).toBe(digestVersioned(plain));
    expect(digestOnDisk(document)).not.toBe(digestOnDisk(plain));
  }
});
