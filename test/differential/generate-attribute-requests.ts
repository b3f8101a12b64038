import type { Random } from "./random.js";

/** A document with options, attributes, utilization and remote nodes, for {@link generateAttributeRequest}. */
export function generateAttributeDocument(random: Random): string {
  const some = (items: readonly string[]): string => random.some(items, 0.7).join("");
  const pairs = (prefix: string, ...names: string[]): string =>
    random
      .some(names, 0.6)
      .map((name) => `<nvpair id="${prefix}-${name}" name="${name}" value="${random.pick(VALUES)}"/>`)
      .join("");
  return `<cib validate-with="pacemaker-4.0" admin_epoch="1" epoch="5" num_updates="7"><configuration>
<crm_config>${some([
    `<cluster_property_set id="cib-bootstrap-options">${pairs("o", "batch-limit", "x", "foo")}</cluster_property_set>`,
    `<cluster_property_set id="more">${pairs("m", "batch-limit", "x")}</cluster_property_set>`,
  ])}</crm_config>
<nodes>${some([
    '<node id="1" uname="n1"/>',
    `<node id="2" uname="n2">${some([
      `<instance_attributes id="nodes-2">${pairs("nodes-2", "x", "foo")}</instance_attributes>`,
      `<instance_attributes id="set2">${pairs("set2", "x", "y")}</instance_attributes>`,
      `<utilization id="u2">${pairs("u2", "x", "cpu")}</utilization>`,
    ])}</node>`,
    '<node id="rem" uname="rem" type="remote"/>',
  ])}</nodes>
<resources>${some([
    '<primitive id="rem" class="ocf" provider="pacemaker" type="remote"/>',
    '<primitive id="g" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="gm"><nvpair id="gm1" name="remote-node" value="guest"/></meta_attributes></primitive>',
  ])}</resources><constraints/>
${random.chance(0.5) ? `<rsc_defaults><meta_attributes id="rd">${pairs("rd", "x", "resource-stickiness")}</meta_attributes></rsc_defaults>` : ""}
</configuration><status>${some([
    `<node_state id="1" uname="n1"><transient_attributes id="1"><instance_attributes id="status-1">${pairs("status-1", "x", "foo")}</instance_attributes></transient_attributes></node_state>`,
    '<node_state id="2" uname="n2"/>',
    '<node_state id="rs" uname="rs" remote_node="true"/>',
    `<tickets><instance_attributes id="status-tickets">${pairs("st", "x")}</instance_attributes></tickets>`,
  ])}</status></cib>`;
}

const VALUES = ["5", "10", "", "a&quot;b&#x0A;c", "INFINITY"] as const;
const NAMES = [
  "x",
  "foo",
  "batch-limit",
  "y",
  "cpu",
  "nosuch",
  "#health",
  "a b",
  "resource-stickiness",
] as const;

/** Arguments for `crm_attribute`. */
export function generateAttributeRequest(random: Random): string[] {
  const where = random.pick([
    () => [],
    () => ["-N", node(random)],
    () => ["-N", node(random), "-l", random.pick(["reboot", "forever", "reboot", "soon"])],
    () => [
      "-N",
      node(random),
      "-t",
      random.pick(["rsc_defaults", "op_defaults", "status", "nodes", "bogus", "crm_config"]),
    ],
    () => ["-t", random.pick(["tickets", "crm_config"])],
    () => ["-N", node(random), "-z"],
  ])();
  const which = random.pick([
    () => ["-n", random.pick(NAMES)],
    () => ["-n", random.pick(NAMES)],
    () => ["-n", random.pick(NAMES)],
    () => ["-P", random.pick(["^x", "o$", "[[", "(x|foo)", ".", "zzz"])],
    () => [],
    () => ["-p", "r1"],
  ])();
  // Where there is no such type, the reference claims to have deleted what has an id.
  const isUnknown = where.includes("bogus") || where.includes("soon");
  const more = isUnknown
    ? []
    : [
        ...random
          .some([["-i", random.pick(["o-x", "nodes-2-x", "nosuch", "status-1-x", "new"])]], 0.15)
          .flat(),
        ...random.some([["-s", random.pick(["more", "set2", "nodes-2", "new", "1"])]], 0.2).flat(),
      ];
  // Of tickets that are set, the reference fails an assertion when they are to be changed.
  const isFatal = where.includes("tickets");
  const command = isFatal
    ? ["-G"]
    : random.pick([
        () => ["-G", ...random.some(["-q"], 0.3), ...random.some([["-d", "dflt"]], 0.3).flat()],
        () => ["-v", random.pick(["7", "value++", "value+=3", "", "a\nb", "5"])],
        () => ["-v", random.pick(["7", "value++", "8"])],
        () => ["-D"],
      ])();
  return [...where, ...which, ...more, ...command];
}

function node(random: Random): string {
  return random.pick(["n1", "n2", "N2", "rem", "guest", "rs", "n9"]);
}
