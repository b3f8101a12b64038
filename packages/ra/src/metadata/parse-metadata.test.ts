import { expect, test } from "vitest";
import { MetadataError, parseMetadata } from "./parse-metadata.js";
import { privateParameters, reloadAction, restartParameters } from "./reload.js";

const agent = (version: string, body: string): string => `<?xml version="1.0"?>
<!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">
<resource-agent name="example" version="7"><version>${version}</version>${body}</resource-agent>
`;

test("parameters and actions are read with their types", () => {
  const metadata = parseMetadata(
    agent(
      "1.1",
      `<longdesc lang="en"> Long &amp; wide. </longdesc><shortdesc lang="de">Beispiel</shortdesc><shortdesc lang="en">Example</shortdesc>
      <parameters>
        <parameter name="mode" required="1" reloadable="yes">
          <shortdesc lang="en">Mode</shortdesc>
          <content type="select" default="a"><option value="a"/><option value="b"/></content>
        </parameter>
        <parameter><content type="string"/></parameter>
      </parameters>
      <actions><action name="monitor" timeout="20s" interval="10" role="Promoted" depth="0"/></actions>`,
    ),
  );
  expect(metadata).toMatchObject({
    name: "example",
    standard: "1.1",
    shortDescription: "Example",
    longDescription: "Long & wide.",
  });
  expect(metadata.parameters).toEqual([
    {
      name: "mode",
      required: true,
      unique: false,
      reloadable: true,
      private: false,
      shortDescription: "Mode",
      longDescription: "",
      type: "select",
      default: "a",
      options: ["a", "b"],
    },
  ]);
  expect(metadata.actions).toEqual([
    { name: "monitor", timeout: 20_000, interval: 10_000, role: "Promoted", depth: "0" },
  ]);
});

test.each(["", "not xml", "<pacemaker-result/>", "<resource-agent name='x'>"])("%j is refused", (text) => {
  expect(() => parseMetadata(text)).toThrow(MetadataError);
});

const PARAMETERS = `<parameters>
  <parameter name="p1" reloadable="1"/><parameter name="p2" unique="1"/><parameter name="passwd"/>
</parameters>`;

test("from OCF 1.1 on reload-agent reloads, and what is not reloadable needs a restart", () => {
  const actions = `<actions><action name="reload"/><action name="reload-agent"/></actions>`;
  const metadata = parseMetadata(agent("1.1", PARAMETERS + actions));
  expect(reloadAction(metadata)).toBe("reload-agent");
  expect(restartParameters(metadata)).toEqual(["p2", "passwd"]);
});

test("before OCF 1.1 reload reloads, and what is unique needs a restart", () => {
  const actions = `<actions><action name="Reload"/><action name="reload-agent"/></actions>`;
  const metadata = parseMetadata(agent("1.0", PARAMETERS + actions));
  expect(reloadAction(metadata)).toBe("reload");
  expect(restartParameters(metadata)).toEqual(["p2"]);
});

test("an agent of OCF 1.1 with reload alone cannot reload", () => {
  const metadata = parseMetadata(agent("1.1", `<actions><action name="reload"/></actions>`));
  expect(reloadAction(metadata)).toBeUndefined();
});

test("password, passwd and user are private unless the agent says what is", () => {
  expect(privateParameters(parseMetadata(agent("1.1", PARAMETERS)))).toEqual(["passwd"]);
  const own = `<parameters><parameter name="passwd"/><parameter name="key" private="1"/></parameters>`;
  expect(privateParameters(parseMetadata(agent("1.1", own)))).toEqual(["key"]);
});
