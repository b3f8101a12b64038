import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isElement, parseXml } from "@sanode/cib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cibText, run, type Told, WEB } from "../../test-support/run.js";
import { main } from "./index.js";

let folder = "";
const path = (name: string): string => join(folder, name);
const simulate = (...args: string[]): Promise<Told> => run(main, ...args);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sanode-simulate-"));
  writeFileSync(path("cib.xml"), cibText(WEB));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

describe("sanode simulate", () => {
  it("shows the status, and with -S what would be done and how it would end", async () => {
    const { status, output } = await simulate("-x", path("cib.xml"), "-S");
    expect(status).toBe(0);
    expect(output).toContain("  * Start      web     (    n1 )\n");
    expect(output).toMatch(/Revised Cluster Status:.*\* web\t\(ocf:heartbeat:apache\):\t Started n1\n$/s);
  });

  it("carries on from where a saved simulation ended", async () => {
    await simulate("-x", path("cib.xml"), "-SQ", "-O", path("then.xml"));
    const { output } = await simulate("-x", path("then.xml"), "-SQs", "-G", path("graph.xml"));
    expect(readFileSync(path("graph.xml"), "utf8")).toMatch(/^<transition_graph [^>]*\/>\n$/);
    expect(output).toContain("web allocation score on n1");
  });

  it("changes the input only when asked to", async () => {
    const before = readFileSync(path("cib.xml"), "utf8");
    await simulate("-x", path("cib.xml"), "-S");
    expect(readFileSync(path("cib.xml"), "utf8")).toBe(before);
    await simulate("-x", path("cib.xml"), "-X");
    expect(readFileSync(path("cib.xml"), "utf8")).toContain("web_start_0");
  });

  it("takes the file that CIB_file names for the cluster", async () => {
    vi.stubEnv("CIB_file", path("cib.xml"));
    expect((await simulate("-L")).output).toContain("Online: [ n1 n2 ]");
    vi.stubEnv("CIB_file", path("none.xml"));
    expect((await simulate("-L")).status).toBe(105);
    writeFileSync(path("text"), "no XML");
    vi.stubEnv("CIB_file", path("text"));
    expect((await simulate("-L")).status).toBe(78);
    vi.stubEnv("CIB_file", "");
    expect((await simulate("-L")).status).toBe(102);
  });

  it("never writes to what stands for a running cluster", async () => {
    vi.stubEnv("CIB_file", path("cib.xml"));
    const before = readFileSync(path("cib.xml"), "utf8");
    expect((await simulate("-L", "-X")).status).toBe(0);
    expect(readFileSync(path("cib.xml"), "utf8")).toBe(before);
  });

  it("has saved what was changed first, where something fails then", async () => {
    const args = [
      "-x",
      path("cib.xml"),
      "-R",
      "-f",
      "n1",
      "-O",
      path("out.xml"),
      "-G",
      path("none/graph.xml"),
    ];
    expect((await simulate(...args)).status).toBe(74);
    expect(readFileSync(path("out.xml"), "utf8")).toMatch(/uname="n1" in_ccm="false"/);
  });

  it("puts a time that stands behind the date to the date", async () => {
    const { output } = await simulate("-x", path("cib.xml"), "-t", "2014-05-07", "00:28:00");
    expect(output).toMatch(/^Setting effective cluster time: 2014-05-07 00:28:00\n/);
  });

  it.each([
    ["wrong usage", 64, ["-Z"]],
    ["a file that is not there", 65, ["-x", "none.xml"]],
    ["a file that is no XML", 65, ["-x", "text"]],
    ["a schema that is not known", 78, ["-x", "schema.xml"]],
    ["a document that violates its schema", 78, ["-x", "invalid.xml"]],
    ["an output that cannot be created", 105, ["-x", "cib.xml", "-O", "none/out.xml"]],
    ["a graph that cannot be written", 74, ["-x", "cib.xml", "-G", "none/graph.xml"]],
    ["a node that is not known", 1, ["-x", "cib.xml", "-d", "n9"]],
    ["a transition that cannot be completed", 1, ["-x", "loop.xml", "-S"]],
  ])("ends for %s with status %i and says why", async (_what, status, args) => {
    const loop = '<rsc_order id="o1" first="web" then="B"/><rsc_order id="o2" first="B" then="web"/>';
    writeFileSync(path("text"), "no XML");
    writeFileSync(path("schema.xml"), cibText(WEB, 'validate-with="pacemaker-99"'));
    writeFileSync(path("invalid.xml"), cibText('<primitive id="web" class="ocf" bogus="1"/>'));
    writeFileSync(path("loop.xml"), cibText(WEB + WEB.replace("web", "B"), undefined, loop));
    const told = await simulate(...args.map((arg) => (/\.|text/.test(arg) ? path(arg) : arg)));
    expect(told.status).toBe(status);
    expect(told.errors).not.toBe("");
  });

  it("tells that validation is switched off, before anything else", async () => {
    writeFileSync(path("cib.xml"), cibText(WEB, 'validate-with="none"'));
    const { status, errors } = await simulate("-x", path("cib.xml"));
    expect([status, errors]).toEqual([
      0,
      expect.stringMatching(/^Schema validation of configuration is disabled/),
    ]);
  });

  it("has help with examples", async () => {
    const { status, output } = await simulate("--help");
    expect(status).toBe(0);
    expect(output).toContain("sanode simulate -x cib.xml -S");
    for (const option of ["--node-fail=NODE", "--batch=DIR", "-G, --save-graph=FILE"])
      expect(output).toContain(option);
  });
});

describe("sanode simulate --output-as=xml", () => {
  const simulateAsXml = (...args: string[]): Promise<Told> => simulate("--output-as=xml", ...args);

  it("gives one document that names the call and ends with the exit status", async () => {
    const { status, output } = await simulateAsXml("-x", path("cib.xml"), "-S", "-t", "2030-01-01 10:00:00");
    expect(status).toBe(0);
    const { name, attributes, children } = parseXml(output);
    expect(name).toBe("pacemaker-result");
    expect(attributes.request).toBe(
      `sanode simulate --output-as=xml -x ${path("cib.xml")} -S -t '2030-01-01 10:00:00'`,
    );
    const parts = children.filter(isElement);
    expect(parts.map((part) => part.name)).toEqual([
      "cluster_status",
      "actions",
      "transition",
      "revised_cluster_status",
      "status",
    ]);
    expect(parts.at(-1)?.attributes).toEqual({ code: "0", message: "OK" });
  });

  it("tells in it that the cluster cannot be reached", async () => {
    vi.stubEnv("CIB_file", path("none.xml"));
    const { status, output, errors } = await simulateAsXml("-L");
    expect([status, errors]).toEqual([105, ""]);
    expect(output).toContain("<error>Could not connect to the CIB: No such device or address</error>");
  });

  it("ends it also where something went wrong, and says why", async () => {
    const { status, output, errors } = await simulateAsXml(
      "-x",
      path("cib.xml"),
      "-G",
      path("none/graph.xml"),
    );
    expect(status).toBe(74);
    expect(output).toContain('<status code="74" message="I/O error occurred"/>');
    expect(errors).toContain("Could not write");
  });

  it("has the times of a profile", async () => {
    const { output } = await simulateAsXml("-P", folder);
    expect(output).toMatch(/<timings>\n {4}<timing file="[^"]*cib\.xml" duration="\d+\.\d{6}"\/>/);
  });
});

describe("sanode simulate --output-as=none", () => {
  it("tells nothing, but writes files", async () => {
    const told = await simulate("--output-as=none", "-x", path("cib.xml"), "-SQ", "-G", path("graph.xml"));
    expect([told.status, told.output, told.errors]).toEqual([0, "", ""]);
    expect(existsSync(path("graph.xml"))).toBe(true);
  });
});

describe("sanode simulate --json", () => {
  it("tells scores, summary, actions with what they wait for, and the status afterwards", async () => {
    const { output } = await simulate("-x", path("cib.xml"), "--json", "-S");
    const told = JSON.parse(output);
    expect(told.scores).toContainEqual({
      kind: "assignment",
      step: "primitive",
      resource: "web",
      node: "n1",
      score: 0,
    });
    expect(told.summary.resources).toMatchObject([
      { verb: "Start", resource: "web", destination: "n1", nextRole: "Started" },
    ]);
    const start = told.transition.actions.find((action: { key: string }) => action.key === "web_start_0");
    expect(start).toMatchObject({
      kind: "rsc_op",
      node: "n1",
      inputs: [expect.any(Number), expect.any(Number)],
    });
    expect(told.execution.status).toBe("complete");
    expect(told.revised.resources).toMatchObject([{ id: "web", role: "Started", nodes: ["n1"] }]);
    expect(told.current.resources).toMatchObject([{ id: "web", role: "Stopped", nodes: [] }]);
  });
});

describe("sanode simulate --batch", () => {
  it("writes four files a case, goes on past a case that fails, and lists it", async () => {
    writeFileSync(path("broken.xml"), "<cib");
    const out = path("out");
    const { status, output } = await simulate("--batch", folder, "--output-dir", out);
    expect(status).toBe(1);
    expect(output).toMatch(/^2 cases, 1 failed\nbroken: Could not read input XML/);
    for (const kind of ["scores", "dot", "exp", "summary"])
      expect(existsSync(join(out, `cib.${kind}`))).toBe(true);
    expect(readFileSync(join(out, "cib.summary"), "utf8")).toBe(
      (await simulate("-x", path("cib.xml"), "-S")).output,
    );
    expect(readFileSync(join(out, "broken.summary"), "utf8")).toMatch(
      /^sanode simulate: Could not read input XML/,
    );
  });

  it("takes names and extra arguments from a list", async () => {
    writeFileSync(path("other.xml"), cibText(WEB));
    writeFileSync(path("cases.tsv"), "cib\t-t '2030-01-01 10:00:00'\n");
    await simulate("--batch", folder, "--output-dir", path("out"), "--cases", path("cases.tsv"));
    const summary = readFileSync(path("out/cib.summary"), "utf8");
    expect(summary).toMatch(/^Setting effective cluster time: 2030-01-01 10:00:00\n/);
    expect(existsSync(path("out/other.summary"))).toBe(false);
  });
});
