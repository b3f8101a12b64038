import { formatXml, parseXml } from "@sanode/cib";
import { expect, test } from "vitest";
import { withSoftwareOptions } from "./software-options.js";

const pair = (name: string, value: string): string =>
  `<nvpair id="cib-bootstrap-options-${name}" name="${name}" value="${value}"/>`;
const configuration = (options: string): string =>
  `<configuration><crm_config>${options}</crm_config></configuration>`;
const set = (...pairs: string[]): string =>
  `<cluster_property_set id="cib-bootstrap-options">${pairs.join("")}</cluster_property_set>`;
const [version, infrastructure] = [
  pair("dc-version", "3.0.3-sanode"),
  pair("cluster-infrastructure", "sanode"),
];
const squeezed = (text: string): string => text.replace(/>\s+</g, "><").trim();

test.each([
  ["where there is no set", "", set(version, infrastructure)],
  ["where there is one", set(pair("x", "1")), set(pair("x", "1"), version, infrastructure)],
  [
    "where another software was written",
    set(pair("dc-version", "2.1.2"), infrastructure),
    set(version, infrastructure),
  ],
])("the software is written into the options %s", (_, before, after) => {
  const written = withSoftwareOptions(parseXml(configuration(before)));
  expect(squeezed(formatXml(written))).toBe(configuration(after));
  expect(withSoftwareOptions(written)).toBe(written);
});
