import type { Audience, Scene } from "./scene.js";

/** How words stand out, where they can. */
export interface Emphasis {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

const plain = (text: string): string => text;

export const PLAIN: Emphasis = { strong: plain, faint: plain, good: plain, bad: plain };

const coloured =
  (begin: number, end: number) =>
  (text: string): string =>
    `\u001b[${begin}m${text}\u001b[${end}m`;

export const COLOURED: Emphasis = {
  strong: coloured(1, 22),
  faint: coloured(2, 22),
  good: coloured(32, 39),
  bad: coloured(31, 39),
};

/** Tells the demo in lines of text. */
export class TextTeller {
  readonly #write: (text: string) => void;
  readonly #emphasis: Emphasis;
  #chapters = 0;
  /** What was written last, so that it is not written again. */
  #status = "";
  /** The title above the actions has been written. */
  #isExecuting = false;

  constructor(write: (text: string) => void, emphasis: Emphasis) {
    this.#write = write;
    this.#emphasis = emphasis;
  }

  readonly tell: Audience = (scene) => {
    const lines = this.#lines(scene);
    this.#isExecuting = scene.kind === "action";
    this.#write(lines.map((line) => `${line}\n`).join(""));
  };

  #lines(scene: Scene): readonly string[] {
    const { strong, faint, good } = this.#emphasis;
    switch (scene.kind) {
      case "introduction":
        return this.#introduction(scene);
      case "chapter":
        this.#chapters += 1;
        return ["", strong(`${this.#chapters}. ${scene.title}`)];
      case "decision":
        return this.#decision(scene);
      case "action": {
        const title = this.#isExecuting ? [] : ["", "Executing Cluster Transition:"];
        return [...title, this.#action(scene)];
      }
      case "page": {
        const page = scene.text.trimEnd().split("\n");
        return ["", good(`The page, served by ${scene.node}:`), ...page.map((line) => faint(`  | ${line}`))];
      }
      case "outage":
        return [
          "",
          strong(`The page was gone for ${scene.milliseconds} ms after the loss of ${scene.lost}.`),
        ];
      case "remark":
        return ["", good(scene.text)];
    }
  }

  #introduction(scene: Extract<Scene, { kind: "introduction" }>): readonly string[] {
    const { nodes, url, preferred, preference, stickiness } = scene;
    return [
      this.#emphasis.strong("A web site that outlives its node"),
      "",
      `A cluster of ${nodes.length} nodes on this computer (${nodes.join(", ")}) keeps a service address and a`,
      "web site: always together, the address first. Its scores:",
      `  * ${preference} for the site on ${preferred}`,
      `  * ${stickiness} for what runs to stay where it is`,
      `The site is at ${url}`,
    ];
  }

  #decision(scene: Extract<Scene, { kind: "decision" }>): readonly string[] {
    const { strong, faint } = this.#emphasis;
    const { transition, reason, actions } = scene;
    const lines = ["", faint(transition === null ? reason : `Transition ${transition}: ${reason}`)];
    const status = scene.status.join("\n");
    if (status !== this.#status) lines.push("", ...scene.status);
    this.#status = status;
    // Where no resource changes, scores matter only in the end.
    if (scene.summary.length > 0 || actions === 0) {
      lines.push("", "Scores:", ...scene.scores.map((line) => faint(`  * ${line}`)));
    }
    const nothing = actions === 0 ? "nothing is to be done" : `no resource changes; ${actions} actions`;
    const summary = scene.summary.map((line) => strong(`  * ${line}`));
    return [...lines, "", "Transition Summary:", ...(summary.length > 0 ? summary : [`  (${nothing})`])];
  }

  #action(scene: Extract<Scene, { kind: "action" }>): string {
    const { bad, faint } = this.#emphasis;
    const time = faint(`${scene.elapsed} ms`);
    return `  * ${actionText(scene)}  ${scene.problem === null ? time : bad(scene.problem)}`;
  }
}

/** An action in the words of `crm_simulate`. */
function actionText(scene: Extract<Scene, { kind: "action" }>): string {
  const { element, resource, operation, interval, node } = scene;
  const place = node === null ? "" : ` on ${node}`;
  const what = interval > 0 ? `${operation}=${interval}` : operation;
  switch (element) {
    case "rsc_op":
      return `Resource action: ${(resource ?? "").padEnd(15)} ${what}${place}`;
    case "crm_event":
      return `Cluster action:  ${operation}${place}`;
    case "pseudo_event":
      return `Pseudo action:   ${operation}${place}`;
  }
}
