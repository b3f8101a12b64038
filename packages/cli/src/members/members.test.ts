import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { run, type Told } from "../../test-support/run.js";
import { type RunningService, runService } from "../../test-support/service.js";
import { main } from "./index.js";

const CONFIGURATION = `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
  <crm_config/><nodes><node id="3" uname="n3"/></nodes><resources/><constraints/></configuration></cib>`;

const environment = process.env;
let running: RunningService;

beforeAll(async () => {
  running = await runService(CONFIGURATION);
});
afterAll(() => running.end());
afterEach(() => {
  process.env = environment;
});

const ok = (output: string): Told => ({ status: 0, output, errors: "" });
const ask = (...args: string[]): Promise<Told> => run(main, ...args, ...running.state);

it.each([
  [["-l"], "3 n3 lost\n1 n1 member\n2 n2 member\n"],
  [["-p"], "n1 n2\n"],
  [["-q"], "1\n"],
  [["-N", "2"], "n2\n"],
])("%j prints %j", async (args, output) => {
  expect(await ask(...args)).toEqual(ok(output));
});

it("an agent is told its node", async () => {
  process.env = { ...environment, OCF_RESKEY_CRM_meta_on_node: "n2" };
  expect(await ask("-n")).toEqual(ok("n2\n"));
  expect(await ask("-i")).toEqual(ok("2\n"));
});

it("an id that no node has ends with status 68", async () => {
  const errors = "sanode members: Node is not known to cluster\n";
  expect(await ask("-N", "9")).toEqual({ status: 68, output: "", errors });
});

it("something has to be asked", async () => {
  expect((await ask()).status).toBe(64);
});
