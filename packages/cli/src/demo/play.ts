import { existsSync } from "node:fs";
import { Cluster, ProcessHost } from "@sanode/controller";
import type { ClusterState } from "@sanode/pengine";
import { findNodeProcesses } from "@sanode/ra";
import { configuration, NODES, PREFERENCE, PREFERRED, STICKINESS } from "./configuration.js";
import { claim } from "./demo-error.js";
import { type Endpoints, findEndpoints } from "./endpoints.js";
import { Narrator } from "./narrator.js";
import { fetchPage, OutageWatch, type Page } from "./page.js";
import type { Audience } from "./scene.js";

/**
 * Plays the demo: a web site on three nodes of this process, one of which is lost and comes back. Leaves
 * nothing behind, however it ends.
 *
 * @param agents the directory of the agents that it runs
 * @throws DemoError if a step does not show what it claims
 */
export async function play(audience: Audience, agents: string, signal: AbortSignal): Promise<void> {
  const endpoints = await findEndpoints();
  const host = new ProcessHost({ agentDirectories: [agents] });
  let demo: Demo | undefined;
  try {
    demo = new Demo(host, endpoints, audience);
    await Promise.race([demo.play(), aborted(signal)]);
  } finally {
    await (demo?.abandon() ?? host.close());
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

class Demo {
  readonly #host: ProcessHost;
  readonly #cluster: Cluster;
  readonly #narrator: Narrator;
  readonly #audience: Audience;
  readonly #url: string;
  #watch: OutageWatch | undefined;

  constructor(host: ProcessHost, endpoints: Endpoints, audience: Audience) {
    this.#host = host;
    this.#audience = audience;
    this.#url = `http://${endpoints.address}:${endpoints.front}/`;
    this.#cluster = new Cluster({ configuration: configuration(endpoints), nodes: NODES, host });
    this.#narrator = new Narrator(this.#cluster, audience);
  }

  async play(): Promise<void> {
    this.#introduce();
    await this.#start();
    const refuge = await this.#lose(PREFERRED);
    await this.#restore(PREFERRED, refuge);
    await this.#stop();
  }

  /** Ends everything that still goes on. */
  async abandon(): Promise<void> {
    this.#watch?.giveUp();
    await this.#cluster.kill();
  }

  #introduce(): void {
    this.#audience({
      kind: "introduction",
      nodes: NODES,
      url: this.#url,
      preferred: PREFERRED,
      preference: PREFERENCE,
      stickiness: STICKINESS,
      marks: Object.fromEntries(NODES.map((name) => [name, this.#host.mark(name)])),
      directory: this.#host.directory,
    });
  }

  async #start(): Promise<void> {
    this.#chapter("The cluster starts");
    this.#cluster.start();
    await this.#cluster.settled();
    await this.#showPage(PREFERRED);
  }

  /** Returns the node that the site has been moved to. */
  async #lose(lost: string): Promise<string> {
    this.#chapter(`Node ${lost} is lost with all its processes`);
    const watch = new OutageWatch(this.#url, lost);
    this.#watch = watch;
    await this.#cluster.loseNode(lost);
    claim(this.#processes(lost).length === 0, `Processes of ${lost} survived its loss`);
    const { isUp } = this.#cluster.nodes.find(({ name }) => name === lost) ?? {};
    claim(isUp === false, `The cluster did not notice that ${lost} is gone`);
    await this.#cluster.settled();
    const page = await this.#showPage();
    claim(page.node !== lost, `The page still comes from ${lost}`);
    const milliseconds = await watch.outage;
    claim(milliseconds !== undefined, "It was not seen when the page came back");
    this.#audience({ kind: "outage", lost, milliseconds: Math.round(milliseconds) });
    return page.node;
  }

  async #restore(returned: string, refuge: string): Promise<void> {
    this.#chapter(`Node ${returned} comes back`);
    await this.#cluster.restoreNode(returned);
    await this.#cluster.settled();
    const { graph, state } = this.#narrator.preview("With everybody back, and everything known");
    claim(graph.synapses.length === 0, "Something is left to be done although the cluster has settled");
    const [here, there] = [scoreOf(state, refuge), scoreOf(state, returned)];
    claim(there > 0 && here > there, `${refuge} (${here}) is not worth more than ${returned} (${there})`);
    const page = await fetchPage(this.#url);
    claim(page?.node === refuge, `The site did not stay on ${refuge}`);
    const scores = `${here} on ${refuge}, ${there} on ${returned}`;
    this.#audience({ kind: "remark", text: `Stickiness keeps the pair where it is (${scores}).` });
  }

  async #stop(): Promise<void> {
    this.#chapter("The cluster stops");
    const { killed } = await this.#cluster.stop();
    claim(killed.length === 0, `${killed.join(", ")} did not end in good order`);
    claim((await fetchPage(this.#url)) === undefined, "The page is still there");
    for (const name of NODES) claim(this.#processes(name).length === 0, `${name} left processes behind`);
    claim(!existsSync(this.#host.directory), `${this.#host.directory} was left behind`);
    this.#audience({ kind: "remark", text: "Nothing is left: no process, no file." });
  }

  #chapter(title: string): void {
    this.#audience({ kind: "chapter", title });
  }

  async #showPage(expected?: string): Promise<Page> {
    const page = await fetchPage(this.#url);
    claim(page !== undefined, `There is no page at ${this.#url}`);
    this.#audience({ kind: "page", node: page.node, text: page.text });
    if (expected !== undefined) {
      claim(page.node === expected, `The site runs on ${page.node}, not on ${expected}`);
    }
    return page;
  }

  #processes(node: string): readonly number[] {
    return findNodeProcesses({ mark: this.#host.mark(node) });
  }
}

/** What a node is worth to the pair: the address leads, and takes the site's wishes into account. */
function scoreOf(state: ClusterState, node: string): number {
  for (const event of state.placementEvents ?? []) {
    if (event.kind !== "scores" || event.resource.id !== "address") continue;
    const own = event.scores.find((entry) => entry.node.name === node);
    if (own !== undefined) return own.score;
  }
  return Number.NEGATIVE_INFINITY;
}
