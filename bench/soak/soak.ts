/**
 * Lets one node watch many resources for some minutes, with real processes, and tells how late monitors are, how much
 * memory is used
 *
 *   npm run soak -- [--resources 1000] [--interval 10] [--minutes 3]
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Cluster, type NodeHost, ProcessHost } from "@sanode/controller";
import type { ActionRequest } from "@sanode/ra";

const { values } = parseArgs({
  options: {
    resources: { type: "string", default: "1000" },
    interval: { type: "string", default: "10" },
    minutes: { type: "string", default: "3" },
  },
});
const resources = Number(values.resources);
const interval = Number(values.interval) * 1000;
const duration = Number(values.minutes) * 60_000;

/** How many milliseconds later than due monitors began, since this was asked last. */
class Lateness {
  #late: number[] = [];
  readonly #ended = new Map<string, number>();

  began({ resource, action, parameters }: ActionRequest): void {
    const before = this.#ended.get(resource);
    if (action !== "monitor" || parameters.CRM_meta_interval === undefined || before === undefined) return;
    this.#late.push(performance.now() - before - interval);
  }

  ended({ resource, action }: ActionRequest): void {
    if (action === "monitor") this.#ended.set(resource, performance.now());
  }

  take(): { readonly runs: number; readonly median: number; readonly p99: number; readonly worst: number } {
    const late = this.#late.sort((a, b) => a - b);
    this.#late = [];
    const at = (share: number): number => Math.round(late[Math.floor(share * (late.length - 1))] ?? 0);
    return { runs: late.length, median: at(0.5), p99: at(0.99), worst: at(1) };
  }
}

function measured(host: ProcessHost, lateness: Lateness): NodeHost {
  return {
    fenceAgents: host.fenceAgents,
    loadAverage: () => host.loadAverage(),
    boot: (node) => {
      const runner = host.boot(node);
      return {
        run: async (request) => {
          lateness.began(request);
          const result = await runner.run(request);
          lateness.ended(request);
          return result;
        },
        metadata: (agent) => runner.metadata(agent),
        killAll: () => runner.killAll(),
      };
    },
    close: () => host.close(),
  };
}

function configuration(): string {
  const primitives = Array.from(
    { length: resources },
    (_, index) => `<primitive id="r${index}" class="ocf" provider="soak" type="flag"><operations>
      <op id="r${index}-monitor" name="monitor" interval="${interval}ms" timeout="20s"/></operations></primitive>`,
  );
  return `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration><crm_config>
    <cluster_property_set id="o"><nvpair id="f" name="fencing-enabled" value="false"/>
    <nvpair id="l" name="node-action-limit" value="64"/><nvpair id="t" name="load-threshold" value="0%"/></cluster_property_set></crm_config>
    <nodes/><resources>${primitives.join("")}</resources><constraints/></configuration></cib>`;
}

/**
 * Children of this process that have ended and that nobody has taken note of, by number and time of start. Each is one for a
 * moment; only one that is found again is left unattended.
 */
function zombies(): ReadonlySet<string> {
  const found = readdirSync("/proc").flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [state, parent] = fields;
      return state === "Z" && parent === String(process.pid) ? [`${pid}@${fields[19]}`] : [];
    } catch {
      return [];
    }
  });
  return new Set(found);
}

const lateness = new Lateness();
const agents = fileURLToPath(new URL("agents", import.meta.url));
const host = new ProcessHost({ agentDirectories: [agents] });
let changes = 0;
const cluster = new Cluster({
  configuration: configuration(),
  nodes: ["n1"],
  host: measured(host, lateness),
  observer: ({ kind }) => {
    if (kind === "operation") changes += 1;
  },
});

const began = performance.now();
cluster.start();
await cluster.settled();
console.log(`${resources} resources run after ${((performance.now() - began) / 1000).toFixed(1)} s`);
lateness.take();
changes = 0;
const end = performance.now() + duration;
let lasting = 0;
let before = zombies();
while (performance.now() < end) {
  await new Promise((resolve) => setTimeout(resolve, 20_000));
  const { runs, median, p99, worst } = lateness.take();
  const now = zombies();
  const stayed = [...now].filter((zombie) => before.has(zombie)).length;
  lasting += stayed;
  before = now;
  const { rss, heapUsed } = process.memoryUsage();
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`;
  console.log(
    `${runs} monitors, late by ${median} ms (median), ${p99} ms (99 %), ${worst} ms (most); ` +
      `memory ${megabytes(rss)}, heap ${megabytes(heapUsed)}; zombies: ${now.size} just ended, ${stayed} unattended`,
  );
}
const reported = changes;
if (lasting > 0) process.exitCode = 1;
const { killed } = await cluster.stop();
console.log(`Ended in good order: ${killed.length === 0}; results that changed meanwhile: ${reported}`);
