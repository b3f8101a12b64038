import * as fc from "fast-check";
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
        <parameter name="port" unique-group="endpoint">
          <shortdesc lang="en">Port</shortdesc><shortdesc lang="fr">Le port</shortdesc>
          <content type="integer" min="1" max="65535"/>
        </parameter>
        <parameter name="socket">
          <deprecated><replaced-with name="port"/><desc lang="en">gone</desc></deprecated><content type="integer"/>
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
  expect(metadata.version).toBe("7");
  expect(metadata.translations.de).toEqual({ shortDescription: "Beispiel" });
  expect(metadata.parameters).toMatchObject([
    {
      name: "mode",
      required: true,
      unique: false,
      uniqueGroup: undefined,
      reloadable: true,
      private: false,
      deprecated: undefined,
      shortDescription: "Mode",
      longDescription: "",
      type: "select",
      default: "a",
      options: ["a", "b"],
    },
    {
      name: "port",
      uniqueGroup: "endpoint",
      translations: { fr: { shortDescription: "Le port" } },
      minimum: "1",
      maximum: "65535",
    },
    { name: "socket", deprecated: { replacedBy: ["port"], description: "gone" } },
  ]);
  expect(metadata.actions).toMatchObject([
    { name: "monitor", timeout: 20_000, interval: 10_000, role: "Promoted", depth: "0" },
  ]);
});

test("a warning before the document, and a fence agent's ways, are understood", () => {
  const metadata = parseMetadata(`WARNING: no kernel & no bugs
<?xml version="1.0" ?>
<resource-agent name="fence_x" shortdesc="Fence agent for X">
  <parameters>
    <parameter name="ipaddr" deprecated="1"><content type="string"/></parameter>
    <parameter name="ip" obsoletes="ipaddr"><content type="string"/></parameter>
  </parameters>
</resource-agent>`);
  expect(metadata.shortDescription).toBe("Fence agent for X");
  expect(metadata.parameters).toMatchObject([
    { name: "ipaddr", deprecated: { replacedBy: ["ip"], description: "" } },
    { name: "ip", deprecated: undefined },
  ]);
});

test("whatever an agent prints is meta-data or a MetadataError", () => {
  const pieces = fc.constantFrom(
    "<resource-agent name='a'>",
    "</resource-agent>",
    "<parameters>",
    "<parameter name='p' obsoletes='__proto__'>",
    "</parameter>",
    "<shortdesc lang='__proto__'>x</shortdesc>",
    "<content type='integer' default='&quot;'/>",
    "<!DOCTYPE resource-agent [<!ENTITY e 'e'>]>",
    "\u0000",
    "&e;",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
      try {
        expect(parseMetadata(parts.join("")).parameters).toBeInstanceOf(Array);
      } catch (error) {
        expect(error).toBeInstanceOf(MetadataError);
      }
    }),
  );
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
