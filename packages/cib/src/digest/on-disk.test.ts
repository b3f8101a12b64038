import { expect, it } from "vitest";
import { parseXml } from "../xml/parse.js";
import { digestOnDisk } from "./on-disk.js";

// What `cibadmin --md5-sum` of Pacemaker 3.0.3 printed.
it.each([
  ["<a/>", "36f3fe87323978c81376fbe84b315483"],
  [
    '<cib epoch="1"><!-- a & b --><x v="&lt;&gt;&amp;&quot;&#39;&#10;&#9;é"/></cib>',
    "1b4fa1db8fa730a2fdb8a70b934cbca7",
  ],
])("the digest on disk of %j is %s", (text, digest) => {
  expect(digestOnDisk(parseXml(text))).toBe(digest);
});

it("does not depend on how the text is laid out", () => {
  expect(digestOnDisk(parseXml("<a >\n  <b x='1'></b>\n</a>"))).toBe(
    digestOnDisk(parseXml('<a><b x="1"/></a>')),
  );
});
