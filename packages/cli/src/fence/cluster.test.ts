import { digestParameters, formatXml } from "@sanode/cib";
import type { ClusterService } from "@sanode/controller";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run, type Told } from "../../test-support/run.js";
import { type RunningService, runService } from "../../test-support/service.js";
import { watch } from "../mon/index.js";
import { main } from "./index.js";

const METADATA = `<resource-agent name="fence_test"><parameters>
<parameter name="passwd"/></parameters><actions><action name="off"/><action name="reboot"/>
<action name="on"/><action name="monitor"/></actions></resource-agent>`;

const CIB = `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
  <crm_config/><nodes/><resources><primitive id="bmc" class="stonith" type="fence_test">
  <instance_attributes id="i"><nvpair id="h" name="pcmk_host_list" value="n2"/>
  <nvpair id="p" name="passwd" value="secret"/></instance_attributes></primitive>
  </resources><constraints/></configuration></cib>`;

let running: RunningService;
let service: ClusterService;

beforeEach(async () => {
  const script = `case "$(cat)" in *metadata*) echo '${METADATA}';; *action=off*) exit 1;; esac`;
  running = await runService(CIB, { fence: `#!/bin/sh\n${script}\n` });
  service = running.service;
});

afterEach(() => running.end());

const fence = (...args: string[]): Promise<Told> => run(main, ...args, ...running.state);
const status = (...args: string[]): Promise<Told> =>
  run((words, output) => watch("status", words, output), ...args, ...running.state);

test("a node of a running cluster is fenced by its device, and the history tells so", async () => {
  expect(await fence("history")).toEqual({ status: 0, output: "0 events found\n", errors: "" });
  expect(await fence("reboot", "n2")).toEqual({ status: 0, output: "", errors: "" });
  expect(service.cluster.nodes.map(({ isUp }) => isUp)).toEqual([true, false]);
  const { output } = await fence("history", "n2");
  expect(output).toMatch(
    /^reboot of n2 successful: delegate=n1, client=sanode\.\d+, origin=n1, completed='[-\d]+ [:.\d]+.*'\n1 event found\n$/,
  );
  expect((await status("-m")).output).toMatch(/Fencing History:\n {2}\* reboot of n2 by n1 for sanode/);
}, 30_000);

test("fencing that fails is told as by Pacemaker's tools, and the node runs on", async () => {
  expect(await fence("off", "n2")).toEqual({
    status: 1,
    output: "",
    errors: "sanode fence: Couldn't fence n2: No data available\n",
  });
  expect(service.cluster.nodes.map(({ isUp }) => isUp)).toEqual([true, true]);
  expect((await status()).output).toMatch(/Failed Fencing Actions:\n {2}\* turning off of n2 .*last failed/);
  const { fencing } = JSON.parse((await status("--json")).output);
  expect(fencing).toMatchObject([{ target: "n2", action: "off", state: "failed" }]);
}, 30_000);

test("changes of a device's secrets are told from others by the digest without them", () => {
  const text = formatXml(service.cluster.cib);
  const start = /<lrm_rsc_op id="bmc_last_0"[^>]*operation="start"[^>]*>/.exec(text)?.[0] ?? "";
  expect(start).toContain('op-secure-params="  passwd  "');
  const hosts = digestParameters([["pcmk_host_list", "n2"]]);
  expect(start).toContain(`op-secure-digest="${hosts}"`);
  expect(start).not.toContain(`op-digest="${hosts}"`);
});

test("what no device can do is told, and somebody's word is taken", async () => {
  const { status: code, errors } = await fence("reboot", "n1");
  expect([code, errors]).toEqual([105, "sanode fence: Couldn't fence n1: No such device\n"]);
  expect(await fence("confirm", "n1")).toEqual({ status: 0, output: "", errors: "" });
  expect(service.cluster.nodes.map(({ isUp }) => isUp)).toEqual([false, true]);
  expect((await fence("history", "--json")).output).toContain('"delegate": "a human"');
}, 30_000);

test("a node that is not there, and a file, are refused", async () => {
  expect(await fence("reboot", "n9")).toMatchObject({ status: 105, errors: expect.stringContaining("n9") });
  expect(await fence("confirm", "n1", "-x", "cib.xml")).toMatchObject({ status: 64 });
  expect(await fence("confirm")).toMatchObject({ status: 64 });
});
