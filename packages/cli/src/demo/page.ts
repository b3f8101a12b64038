import { get } from "node:http";

/** A page as it was served. */
export interface Page {
  readonly text: string;
  /** The node that served it, as the page says. */
  readonly node: string;
}

/** Milliseconds that an answer may take before another one is asked for. */
const PATIENCE = 1000;

/** Milliseconds between two questions. */
const PAUSE = 5;

/** Fetches the page; undefined if there is none. Every time through a connection of its own. */
export function fetchPage(url: string): Promise<Page | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: PATIENCE }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("error", () => resolve(undefined));
      response.on("end", () => {
        const node = /Served by <strong>(.*?)<\/strong>/.exec(text)?.[1];
        const isPage = response.statusCode === 200 && node !== undefined;
        resolve(isPage ? { text, node } : undefined);
      });
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(undefined));
  });
}

/** Asks for the page over and over from now on, until another node serves it than the one that is lost. */
export class OutageWatch {
  readonly #url: string;
  readonly #lost: string;
  readonly #began = performance.now();
  #isOver = false;
  /** Milliseconds from the beginning until the page was there again; undefined if it was given up. */
  readonly outage: Promise<number | undefined>;

  constructor(url: string, lost: string) {
    this.#url = url;
    this.#lost = lost;
    this.outage = this.#watch();
  }

  giveUp(): void {
    this.#isOver = true;
  }

  async #watch(): Promise<number | undefined> {
    while (!this.#isOver) {
      const page = await fetchPage(this.#url);
      if (page !== undefined && page.node !== this.#lost) return performance.now() - this.#began;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    return undefined;
  }
}
