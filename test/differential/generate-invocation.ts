import type { XmlElement } from "@sanode/cib";
import type { Option } from "./option-runs.js";
import type { Random } from "./random.js";

/** Random options of the simulator that fit a document: what is shown, injected, executed and written. */
export function generateInvocation(random: Random, document: XmlElement): Option[] {
  const names = namesIn(document);
  const node = (): string => random.pick(names.nodes) ?? "nowhere";
  const ticket = (): string => random.pick(names.tickets) ?? "ticketC";
  const resource = (): string => random.pick(names.resources) ?? "nothing";
  const options: Option[] = [];
  const maybe = (probability: number, option: () => Option): void => {
    if (random.chance(probability)) options.push(option());
  };
  maybe(0.8, () => [random.pick(["-S", "-R", "-X"])]);
  for (const shown of ["-s", "-U", "-Q", "-c", "-j", "-A"]) maybe(0.15, () => [shown]);
  maybe(0.25, () => ["--output-as=xml"]);
  maybe(0.2, () => ["-D", "FILE:graph.dot"]);
  if (options.some(([name]) => name === "-D")) maybe(0.5, () => ["-a"]);
  maybe(0.2, () => ["-G", "FILE:graph.xml"]);
  maybe(0.2, () => ["-I", "FILE:before.xml"]);
  maybe(0.3, () => ["-O", "FILE:after.xml"]);
  maybe(0.1, () => ["-t", new Date((1_700_000_000 + random.integer(-40, 40) * 3600) * 1000).toISOString()]);
  maybe(0.1, () => ["-q", random.pick(["0", "1", "true", "false"])]);
  maybe(0.05, () => ["-w", random.pick(["true", "false", "1"])]);
  maybe(0.03, () => ["-u", node()]);
  maybe(0.1, () => ["-u", random.chance(0.5) ? node() : "newcomer"]);
  maybe(0.15, () => ["-d", node()]);
  maybe(0.15, () => ["-f", node()]);
  for (const name of ["-g", "-r", "-b", "-e"]) maybe(0.06, () => [name, ticket()]);
  for (const name of ["-i", "-i", "-F", "-F"]) {
    maybe(0.3, () => [
      name,
      `${resource()}_${operation(random)}@${node()}=${random.pick(["0", "1", "7", "5", "8", "9"])}`,
    ]);
  }
  maybe(0.1, () => ["-V"]);
  maybe(0.05, () => ["--output-to=FILE:told"]);
  // Of standard input there is no place to write to.
  const inPlace = options.some(([name]) => name === "-X");
  maybe(0.15, () => [random.pick(inPlace ? ["-L"] : ["-p", "-L"])]);
  maybe(0.06, () => random.pick(MISTAKES) ?? []);
  return options.map((option) => (random.chance(0.3) ? inFull(random, option) : option));
}

/** What a user may get wrong. */
const MISTAKES: readonly Option[] = [
  ["-Z"],
  ["--bogus"],
  ["-N", "abc"],
  ["-q", "maybe"],
  ["-w", "maybe"],
  ["--output-as=bogus"],
  ["--output-to=FOLDER/none/told"],
  ["-O", "FOLDER/none/after"],
  ["-I", "FOLDER/none/before"],
  ["-G", "FOLDER/none/graph"],
  ["-D", "FOLDER/none/graph"],
  ["-x", "FOLDER/none"],
  ["-P", "FOLDER/none"],
  ["-i", "malformed"],
  ["-i", "web_start_0@n1"],
  ["-F", "web_start_0@n1=bad"],
  ["-t", "nonsense"],
  ["stray"],
  ["-u"],
];

const LONG: ReadonlyMap<string, string> = new Map([
  ["-R", "--run"],
  ["-S", "--simulate"],
  ["-X", "--in-place"],
  ["-A", "--show-attrs"],
  ["-c", "--show-failcounts"],
  ["-s", "--show-scores"],
  ["-U", "--show-utilization"],
  ["-u", "--node-up"],
  ["-d", "--node-down"],
  ["-f", "--node-fail"],
  ["-i", "--op-inject"],
  ["-F", "--op-fail"],
  ["-t", "--set-datetime"],
  ["-q", "--quorum"],
  ["-w", "--watchdog"],
  ["-g", "--ticket-grant"],
  ["-r", "--ticket-revoke"],
  ["-b", "--ticket-standby"],
  ["-e", "--ticket-activate"],
  ["-I", "--save-input"],
  ["-O", "--save-output"],
  ["-G", "--save-graph"],
  ["-D", "--save-dotfile"],
  ["-a", "--all-actions"],
  ["-L", "--live-check"],
  ["-x", "--xml-file"],
  ["-p", "--xml-pipe"],
  ["-V", "--verbose"],
  ["-Q", "--quiet"],
  ["-j", "--pending"],
]);

/** The long form of an option, its value joined or not. */
function inFull(random: Random, [name = "", value]: Option): Option {
  const long = LONG.get(name);
  if (long === undefined) return value === undefined ? [name] : [name, value];
  if (value === undefined) return [long];
  return random.chance(0.5) ? [`${long}=${value}`] : [long, value];
}

function operation(random: Random): string {
  return random.pick([
    "start_0",
    "stop_0",
    "monitor_0",
    "monitor_10000",
    "promote_0",
    "demote_0",
    "migrate_to_0",
  ]);
}

interface Names {
  readonly nodes: string[];
  readonly resources: string[];
  readonly tickets: string[];
}

function namesIn(document: XmlElement): Names {
  const names: Names = { nodes: [], resources: [], tickets: [] };
  collect(document, names);
  return names;
}

function collect({ name, attributes, children }: XmlElement, names: Names): void {
  if (name === "node" && attributes.uname !== undefined) names.nodes.push(attributes.uname);
  if (name === "primitive" && attributes.id !== undefined) names.resources.push(attributes.id);
  if (name === "rsc_ticket" && attributes.ticket !== undefined) names.tickets.push(attributes.ticket);
  for (const child of children) if (child.kind === "element") collect(child, names);
}
