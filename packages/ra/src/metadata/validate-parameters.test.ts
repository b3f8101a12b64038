import { expect, test } from "vitest";
import { parseMetadata } from "./parse-metadata.js";
import { validateParameters } from "./validate-parameters.js";

const metadata = parseMetadata(`<resource-agent name="web"><parameters>
  <parameter name="port" required="1"><shortdesc>Where it listens</shortdesc><content type="integer" min="1" max="65535"/></parameter>
  <parameter name="mode"><content type="select"><option value="fast"/><option value="safe"/></content></parameter>
  <parameter name="debug" required="1"><content type="boolean" default="false"/></parameter>
  <parameter name="wait"><content type="second"/></parameter>
  <parameter name="dampen"><content type="integer" default="5s"/></parameter>
  <parameter name="ipaddr" required="1" deprecated="1"><content type="string"/></parameter>
  <parameter name="ip" required="1" obsoletes="ipaddr"><content type="string"/></parameter>
</parameters></resource-agent>`);

const codes = (given: Record<string, string>): string[] =>
  validateParameters(metadata, given).map(({ code, parameter }) => `${parameter}: ${code}`);

test("nothing is said of parameters as the agent wants them", () => {
  expect(codes({ port: "80", mode: "safe", debug: "Yes", wait: "10s", ip: "::1" })).toEqual([]);
  expect(codes({ port: "80", ip: "::1", CRM_meta_timeout: "1", pcmk_host_list: "a" })).toEqual([]);
});

test("what is required is there, under its old name or its new one, or has a default", () => {
  expect(codes({})).toEqual(["port: missing-parameter", "ip: missing-parameter"]);
  expect(codes({ port: "80", ipaddr: "::1" })).toEqual(["ipaddr: deprecated-parameter"]);
});

test.each([
  [{ port: "80a" }, "port: not-an-integer"],
  [{ port: "" }, "port: not-an-integer"],
  [{ port: "65536" }, "port: out-of-range"],
  [{ port: "0" }, "port: out-of-range"],
  [{ mode: "Fast" }, "mode: not-an-option"],
  [{ debug: "maybe" }, "debug: not-a-boolean"],
  [{ wait: "soon" }, "wait: not-a-time"],
  [{ prot: "80" }, "prot: unknown-parameter"],
])("%j is found", (given, finding) => {
  expect(codes({ port: "80", ip: "::1", ...given })).toEqual([finding]);
});

test("a type that the agent's own default contradicts is not held against anybody", () => {
  expect(codes({ port: "80", ip: "::1", dampen: "10s" })).toEqual([]);
});

test("near names are offered, and values that are kept elsewhere are not judged", () => {
  const [finding] = validateParameters(metadata, { port: "lrm://", ip: "::1", Mode: "fast" });
  expect(finding).toMatchObject({
    severity: "warning",
    code: "unknown-parameter",
    message: 'web has no parameter "Mode"; did you mean "mode"?',
  });
});
