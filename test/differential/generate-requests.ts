import { generatePath, type Vocabulary } from "./generate-xpath.js";
import type { Random } from "./random.js";

const WORDS: Vocabulary = {
  elements: [
    "nvpair",
    "primitive",
    "cib",
    "node",
    "node_state",
    "configuration",
    "group",
    "rsc_location",
    "resources",
  ],
  attributes: ["id", "name", "value", "score", "type", "uname", "description", "epoch", "rsc"],
  values: ["r1", "r2", "r3", "g1", "l1", "10", "n1", "Dummy", "1", "2", "", "batch-limit", "opt-1"],
};

const SECTIONS = [
  "crm_config",
  "nodes",
  "resources",
  "constraints",
  "rsc_defaults",
  "op_defaults",
  "acls",
  "tags",
  "alerts",
  "fencing-topology",
  "status",
  "configuration",
] as const;

/** A document that most requests of {@link generateRequest} find something in. */
export function generateDocument(random: Random): string {
  const schema = random.pick([
    "pacemaker-4.0",
    "pacemaker-4.0",
    "pacemaker-4.0",
    "pacemaker-3.10",
    "pacemaker-3.0",
    "none",
  ]);
  const comment = (): string => (random.chance(0.15) ? "<!-- a word -->" : "");
  const some = (items: readonly string[]): string => random.some(items, 0.7).join(comment());
  const optional = (name: string, content: string): string =>
    random.chance(0.3) ? `<${name}>${content}</${name}>` : "";
  const status = random.chance(0.9) ? `<status>${some([nodeState("1"), nodeState("2")])}</status>` : "";
  return `<cib validate-with="${schema}" admin_epoch="${random.integer(0, 3)}" epoch="${random.integer(0, 9)}" num_updates="${random.integer(0, 9)}"${random.chance(0.3) ? ' crm_feature_set="3.20.0"' : ""}>
  <configuration>
    <crm_config>${some([options("cib-bootstrap-options", "opt"), options("more", "m")])}</crm_config>
    <nodes>${some(['<node id="1" uname="n1"/>', '<node id="2" uname="n2"><instance_attributes id="n2-a"><nvpair id="n2-a-1" name="x" value="5"/></instance_attributes></node>'])}</nodes>
    <resources>${comment()}${some([primitive("r1"), primitive("r2"), `<group id="g1">${primitive("r3")}${comment()}</group>`])}</resources>
    <constraints>${some([location("l1", "n1", "100"), location("l2", "n2", "INFINITY")])}</constraints>
    ${optional("rsc_defaults", '<meta_attributes id="d"><nvpair id="d-1" name="resource-stickiness" value="1"/></meta_attributes>')}
    ${optional("tags", '<tag id="t1"><obj_ref id="l1"/></tag>')}
  </configuration>
  ${status}
</cib>`;
}

function options(id: string, prefix: string): string {
  return `<cluster_property_set id="${id}"><nvpair id="${prefix}-1" name="batch-limit" value="10"/><nvpair id="${prefix}-2" name="no-quorum-policy" value="stop"/></cluster_property_set>`;
}

function primitive(id: string): string {
  return `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="${id}-m"><nvpair id="${id}-m-1" name="priority" value="5"/></meta_attributes></primitive>`;
}

function location(id: string, node: string, score: string): string {
  return `<rsc_location id="${id}" rsc-pattern="r" node="${node}" score="${score}"/>`;
}

function nodeState(id: string): string {
  return `<node_state id="${id}" uname="n${id}"><transient_attributes id="${id}"><instance_attributes id="status-${id}"><nvpair id="status-${id}-a" name="a" value="7"/></instance_attributes></transient_attributes></node_state>`;
}

/** Arguments for `cibadmin`. */
export function generateRequest(random: Random): string[] {
  switch (random.integer(0, 11)) {
    case 0:
    case 1:
      return random.chance(0.15)
        ? ["-Q", "-e", "-A", path(random)]
        : [random.pick(["-Q", "--query", "-Qn"]), ...random.pick([about(random), []])];
    case 2:
    case 3:
      return ["-C", ...section(random), "-X", input(random)];
    case 4:
    case 5:
    case 6:
      return [
        "-M",
        ...random.some(["-c"], 0.4),
        ...random.pick([about(random), [], []]),
        "-X",
        modification(random),
      ];
    case 7:
      return [
        "-R",
        ...random.pick([about(random), []]),
        "-X",
        random.chance(0.2) ? generateDocument(random) : input(random),
      ];
    case 8:
      return [
        "-D",
        ...random.pick([about(random), []]),
        "-X",
        random.chance(0.6) ? target(random) : input(random),
      ];
    case 9:
      return random.chance(0.7) ? ["-D", "-A", path(random)] : ["-d", "-f", "-A", path(random)];
    case 10:
      return random.pick([["-B"], ["-u", "-f"], ["-E", "-f"], ["-E"], ["-B", "-o", "nodes"]]);
    default:
      return ["-M", "-X", random.pick(COUNTERS)];
  }
}

const COUNTERS: readonly [string, ...string[]] = [
  '<cib admin_epoch="admin_epoch++"/>',
  '<cib epoch="epoch+=3"/>',
  '<cib num_updates="num_updates+=-3"/>',
  '<cib num_updates="4" have-quorum="1"/>',
  '<cib epoch="1"/>',
  '<cib validate-with="pacemaker-3.9"/>',
  '<cib validate-with="none"/>',
  '<cib validate-with="pacemaker-9.9"/>',
  '<cib dc-uuid="2"/>',
  '<cib epoch="foo"/>',
];

function about(random: Random): string[] {
  return random.chance(0.5) ? section(random) : ["-A", path(random)];
}

function section(random: Random): string[] {
  return ["-o", random.chance(0.93) ? random.pick(SECTIONS) : random.pick(["all", "cib", "bogus", ""])];
}

/** `/` is left out, for the reference crashes when it is to remove or replace that. */
function path(random: Random): string {
  const simple = random.pick([
    "//nvpair",
    "//primitive",
    "//primitive[1]",
    "//rsc_location",
    "//comment()",
    "//node_state",
    "//resources",
    "//constraints",
    "//status",
    "//@score",
    "//nvpair[@name='batch-limit']/@value",
    "/cib",
    "//cluster_property_set[@id='more']",
    "//*[@id='r2']",
    "//[",
    "count(//nvpair)",
  ]);
  const selected = random.chance(0.7) ? simple : generatePath(random, WORDS);
  return mayBeDocument(selected) ? simple : selected;
}

function mayBeDocument(expression: string): boolean {
  return /\.|node\(\)|parent|ancestor|self/.test(expression);
}

/** An object, or a section with some. */
function input(random: Random): string {
  const objects: readonly [string, ...string[]] = [
    primitive("r4"),
    primitive("r1"),
    '<primitive id="r2" class="ocf" provider="heartbeat" type="Dummy" replace="x"/>',
    location("l3", "n1", "5"),
    location("l1", "n2", "score++"),
    '<node id="3" uname="n3"/>',
    '<nvpair id="opt-3" name="stop-all-resources" value="false"/>',
    '<tag id="t2"><obj_ref id="l1"/></tag>',
    nodeState("3"),
    nodeState("1"),
    "<!-- c --><node_state/>".slice(10),
    options("new", "new"),
    '<meta_attributes id="d2"/>',
    "<primitive/>",
  ];
  if (random.chance(0.25)) {
    const name = random.pick(SECTIONS);
    const content = Array.from({ length: random.integer(0, 2) }, () => random.pick(objects)).join(
      random.pick(["", "<!-- C -->"]),
    );
    return `<${name}>${content}</${name}>`;
  }
  if (random.chance(0.08))
    return `<cib epoch="${random.integer(0, 12)}"><configuration><resources>${random.pick(objects)}</resources></configuration></cib>`;
  return random.pick(objects);
}

function modification(random: Random): string {
  return random.pick<() => string>([
    () => input(random),
    () =>
      `<nvpair id="${random.pick(["opt-1", "r1-m-1", "m-1", "status-1-a", "n2-a-1"])}" value="${value(random)}"/>`,
    () => `<rsc_location id="${random.pick(["l1", "l2", "l9"])}" score="${score(random)}"/>`,
    () => `<primitive id="${random.pick(["r1", "r2", "r3"])}" description="${value(random)}"/>`,
    () =>
      `<resources><primitive description="x"/><!-- ${random.pick(["a word", "A WORD", "other"])} --></resources>`,
    () => '<primitive description="x"/>',
    () =>
      `<group id="g1"><primitive id="r3"><meta_attributes id="r3-m"><nvpair id="r3-m-1" value="${value(random)}"/></meta_attributes></primitive></group>`,
    () =>
      `<status><node_state id="1" crmd="${value(random)}"><transient_attributes id="1"/></node_state></status>`,
    () => `<node_state id="1" uname="${value(random)}"/>`,
    () => '<meta_attributes id-ref="r1-m"/>',
    () => `<primitive id="r1"><meta_attributes id-ref="r2-m"/></primitive>`,
  ])();
}

function value(random: Random): string {
  return random.pick([
    "value++",
    "value+=5",
    "value+=-INFINITY",
    "value+=",
    "value+= 7",
    "value",
    "description++",
    "10",
    "a&quot;&lt;&#x0A;b",
    "&#xE9;",
    "",
  ]);
}

function score(random: Random): string {
  return random.pick([
    "score++",
    "score+=-200",
    "score+=999999",
    "score+=bogus",
    "score+=red",
    "5",
    "INFINITY",
    "score++x",
  ]);
}

function target(random: Random): string {
  return random.pick([
    '<primitive id="r1"/>',
    '<primitive id="R2" TYPE="Dummy"/>',
    '<primitive class="OCF"/>',
    '<rsc_location score="infinity"/>',
    '<nvpair name="batch-limit"/>',
    '<nvpair name="batch-limit" value="99"/>',
    "<nvpair/>",
    "<status/>",
    "<configuration/>",
    '<node_state id="2"/>',
    '<resources><primitive id="r1"/><group id="g1"/></resources>',
    "<constraints><rsc_location/></constraints>",
    '<node uname="n2"><anything/></node>',
  ]);
}
