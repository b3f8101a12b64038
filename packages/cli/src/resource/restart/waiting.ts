import type { XmlElement } from "@sanode/cib";
import { CommandError, ExitStatus } from "../../command/exit-status.js";
import type { Output } from "../../command/output.js";
import type { ClusterAccess } from "../../input/cluster-access.js";

export interface WaitingOptions {
  /** Milliseconds for each goal. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly output: Output;
}

/** What is waited for. */
export interface Goal {
  /** `to stop`, `to start again` */
  readonly what: string;
  /** What has failed if it is not reached. */
  readonly failure: string;
  /** The resources for which it is not reached yet. */
  readonly left: (cib: XmlElement) => readonly string[];
}

/** Milliseconds between two looks while the cluster is at work. */
const PAUSE = 500;

/** Waits until a running cluster has reached a goal, and tells what is left to be done whenever that changes. */
export class Waiting {
  readonly #access: ClusterAccess;
  readonly #options: WaitingOptions;
  #told = "";

  constructor(access: ClusterAccess, options: WaitingOptions) {
    this.#access = access;
    this.#options = options;
  }

  /** @throws CommandError if it takes too long, if the cluster will do no more for it, or if the user interrupts */
  async until({ what, failure, left }: Goal): Promise<void> {
    const { timeout, signal } = this.#options;
    const end = performance.now() + timeout;
    let isSettled = false;
    for (;;) {
      const ids = left(await this.#access.cib());
      if (ids.length === 0) return;
      this.tell(ids, what);
      const problem = `${failure}, ${ids.length} resources remaining`;
      if (signal.aborted) throw new CommandError(ExitStatus.interrupted, `${problem}: interrupted`);
      if (isSettled) throw new CommandError(ExitStatus.error, `${problem}: the cluster does no more`);
      const rest = end - performance.now();
      if (rest <= 0) throw new CommandError(ExitStatus.timeout, `${problem}: the time is up`);
      // Seen once more when there is nothing left to be done: that may have been the last step.
      isSettled = await this.#settled(Math.ceil(Math.min(rest, PAUSE)));
    }
  }

  async #settled(timeout: number): Promise<boolean> {
    const { signal } = this.#options;
    let wake = (): void => {};
    const aborted = new Promise<boolean>((resolve) => {
      wake = () => resolve(false);
      signal.addEventListener("abort", wake, { once: true });
    });
    try {
      const asked = this.#access.live().ask("wait", { timeout });
      return await Promise.race([asked.then(({ settled }) => settled), aborted]);
    } finally {
      signal.removeEventListener("abort", wake);
    }
  }

  /** Says what is waited for, unless that is what was said last. */
  tell(ids: readonly string[], what: string): void {
    const { output } = this.#options;
    const lines = [`Waiting for ${ids.length} resources ${what}:`, ...ids.map((id) => ` * ${id}`)];
    const text = lines.join("\n");
    if (text === this.#told) return;
    this.#told = text;
    output.line(text);
    output.flush();
  }
}
