import { formatScore } from "@sanode/cib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dummy, meta, readSmall } from "../../test-support/read-small.js";
import type { Bundle, Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { replicaAddresses } from "./bundle-settings.js";
import { findResource } from "./find-resource.js";
import { resourceParameters } from "./parameters.js";

function readBundle(inner: string, around: { before?: string; nodes?: string } = {}): ClusterState {
  const resources = `${around.before ?? ""}<bundle id="b">${inner}</bundle>`;
  return readSmall({ resources, ...(around.nodes === undefined ? {} : { nodes: around.nodes }) });
}

function bundleOf(state: ClusterState): Bundle {
  const bundle = findResource(state, "b");
  if (bundle?.kind !== "bundle") throw new Error("no bundle");
  return bundle;
}

function scores(state: ClusterState, resource: Resource | null | undefined): Record<string, string> {
  const rows = state.nodes
    .filter((node) => resource?.allowedNodes.has(node))
    .map((node) => [node.name, formatScore(resource?.allowedNodes.score(node) ?? 0)]);
  return Object.fromEntries(rows);
}

const parametersOf = (state: ClusterState, resource: Resource | null | undefined) =>
  resource === null || resource === undefined
    ? {}
    : Object.fromEntries(resourceParameters(state, resource, null));

const addressed =
  '<docker image="i" replicas="2"/><network ip-range-start="10.0.0.9" control-port="99">' +
  '<port-mapping id="p1" port="80"/><port-mapping id="p2" port="8080" internal-port="81"/></network>' +
  '<storage><storage-mapping id="s1" source-dir="/s" target-dir="/t" options="ro"/>' +
  `<storage-mapping id="s2" source-dir-root="/r" target-dir="/u"/></storage>${dummy("p")}`;

describe("bundles", () => {
  it("imply a container, an address and a connection for each replica, and a clone", () => {
    const bundle = bundleOf(readBundle(addressed));
    expect(bundle.children.map(({ id }) => id)).toEqual([
      "b-docker-0",
      "b-ip-10.0.0.9",
      "b-0",
      "b-docker-1",
      "b-ip-10.0.0.10",
      "b-1",
      "b-clone",
    ]);
    expect(bundle.replicas.map(({ child, node }) => [child?.id, node?.name])).toEqual([
      ["p:0", "b-0"],
      ["p:1", "b-1"],
    ]);
    expect(bundle.replicas[1]?.connection?.launcher).toBe(bundle.replicas[1]?.container);
    expect(bundle.replicas[1]?.container.launched).toEqual([bundle.replicas[1]?.connection]);
    expect(bundle.replicas[0]?.child?.meta.get("external-ip")).toBe("10.0.0.9");
  });

  it("run the container with what is configured, the key, the log directory, the port and the hosts", () => {
    const state = readBundle(addressed);
    expect(parametersOf(state, bundleOf(state).replicas[0]?.container)).toMatchObject({
      run_cmd: "/usr/sbin/pacemaker-remoted",
      mount_points: "/r/b-0,/var/log/pacemaker/bundles/b-0",
      run_opts:
        " --restart=no -h b-0 -e PCMK_stderr=1 -e PCMK_remote_port=99 -v /s:/t:ro -v /r/b-0:/u" +
        " -v /etc/pacemaker/authkey:/etc/pacemaker/authkey -v /var/log/pacemaker/bundles/b-0:/var/log" +
        " -p 10.0.0.9:80:80 -p 10.0.0.9:8080:81 -p 10.0.0.9:99:99" +
        "  --add-host=b-0:10.0.0.9 --add-host=b-1:10.0.0.10",
    });
  });

  it("without primitive have neither nodes nor a command", () => {
    const state = readBundle('<podman image="i" options="-x"/>');
    expect(parametersOf(state, bundleOf(state).replicas[0]?.container)).toMatchObject({
      mount_points: "",
      run_opts: " -e PCMK_stderr=1 -e PCMK_remote_port=3121 -x ",
    });
    expect(state.nodes.map(({ name }) => name)).toEqual(["n1", "n2"]);
  });

  it("keep their nodes to themselves", () => {
    const nodes = '<node id="1" uname="n1"/><node id="b-0" uname="b-0" type="remote" score="7"/>';
    const inner = `<docker image="i"/><network control-port="9"/>${dummy("p")}`;
    const state = readBundle(inner, { nodes, before: dummy("before") });
    const bundle = bundleOf(state);
    expect(scores(state, findResource(state, "before"))).toEqual({ n1: "0", "b-0": "-INFINITY" });
    expect(scores(state, bundle)).toEqual({ n1: "0" });
    expect(scores(state, bundle.bundledClone)).toEqual({ n1: "0", "b-0": "-INFINITY" });
    expect(scores(state, bundle.replicas[0]?.child)).toEqual({ "b-0": "500" });
    expect(scores(state, bundle.replicas[0]?.connection)).toEqual({ n1: "0" });
  });

  it("take another name for a connection whose name is taken", () => {
    const state = readBundle(addressed, { before: dummy("b-0") });
    expect(bundleOf(state).replicas.map(({ connection }) => connection?.id)).toEqual([
      "pcmk-internal-p:0-remote-0",
      "b-1",
    ]);
  });

  it("pass what they configure on to all parts", () => {
    const state = readBundle(meta("m", { "resource-stickiness": "3" }) + addressed);
    const [replica] = bundleOf(state).replicas;
    const parts = [replica?.container, replica?.ip, replica?.connection, replica?.child];
    expect(parts.map((part) => part?.stickiness)).toEqual([3, 3, 3, 3]);
  });

  it("take over from what runs inside whether attributes are those of the host, for all parts", () => {
    const target = meta("m", { "container-attribute-target": "host", notify: "true" });
    const bundle = bundleOf(readBundle(addressed.replace(dummy("p"), dummy("p", target))));
    const parts = [bundle, bundle.bundledClone, bundle.replicas[0]?.container];
    expect(parts.map((part) => part?.meta.get("container-attribute-target"))).toEqual([
      "host",
      "host",
      "host",
    ]);
    expect(parts.map((part) => part?.notify)).toEqual([false, true, false]);
  });

  it("have the containers carry the load of what runs inside", () => {
    const load = '<utilization id="u"><nvpair id="n" name="cpu" value="2"/></utilization>';
    const state = readBundle(addressed.replace(dummy("p"), dummy("p", load)));
    const [replica] = bundleOf(state).replicas;
    expect(replica?.container.utilization.get("cpu")).toBe("2");
    expect(replica?.child?.utilization.size).toBe(0);
  });

  it.each([
    [2, '<docker image="i" promoted-max="2"/>'],
    [1, '<docker image="i" replicas="0"/>'],
    [3, '<docker image="i" replicas="3" promoted-max="1"/>'],
  ])("have %i replicas with %s", (count, container) => {
    expect(bundleOf(readBundle(container)).replicas).toHaveLength(count);
  });

  it("have one replica a host if they share the host's control port", () => {
    const inner = '<docker image="i" replicas="4" replicas-per-host="2"/><network control-port="9"/>';
    expect(bundleOf(readBundle(inner + dummy("p")))).toMatchObject({ replicasPerHost: 1, unique: true });
    expect(bundleOf(readBundle(inner)).replicasPerHost).toBe(2);
  });

  it("that cannot be managed are dropped", () => {
    expect(readBundle(`<docker image="i"/>${dummy("p")}`).resources).toEqual([]);
    expect(readBundle("").resources).toEqual([]);
  });
});

describe("replica addresses", () => {
  it("go on in the next network after 254 and run out after the network 253", () => {
    expect(replicaAddresses("10.0.253.253", 5)).toEqual([
      "10.0.253.253",
      "10.0.253.254",
      "10.0.254.1",
      null,
      "10.0.253.253",
    ]);
    expect(replicaAddresses("fe80::1", 3)).toEqual(["fe80::1", null, "fe80::1"]);
  });

  it("are all different while they last", () => {
    const octet = fc.integer({ min: 0, max: 253 });
    fc.assert(
      fc.property(octet, octet, fc.integer({ min: 1, max: 600 }), (third, fourth, count) => {
        const addresses = replicaAddresses(`10.0.${third}.${fourth}`, count);
        const end = addresses.indexOf(null);
        const given = end < 0 ? addresses : addresses.slice(0, end);
        expect(new Set(given).size).toBe(given.length);
      }),
    );
  });
});
