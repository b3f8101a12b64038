import type { Clock } from "@sanode/ra";
import { runWithAttempts } from "./attempts.js";
import type { FenceAgents } from "./fence-agents.js";
import { type FenceMetadata, parseFenceMetadata } from "./fence-metadata.js";

/** Seconds that an agent may take to describe itself. */
const TIMEOUT = 10;
const ATTEMPTS = 2;
/** Seconds to wait after a failure; they double from one to the next. */
const FIRST_WAIT = 10;
const LONGEST_WAIT = 160;

type Entry =
  | { readonly kind: "known"; readonly metadata: FenceMetadata }
  | { readonly kind: "asking"; readonly answer: Promise<FenceMetadata | undefined> }
  | { readonly kind: "failed"; readonly again: number; readonly wait: number };

/**
 * What is known of agents. Each is asked once; one that gave no usable answer is asked again when somebody wants to
 * know, but not before 10, then 20, 40, 80 and 160 seconds have passed.
 */
export class MetadataCatalog {
  readonly #agents: FenceAgents;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(agents: FenceAgents, clock: Clock) {
    this.#agents = agents;
    this.#clock = clock;
  }

  /** What an agent says of itself; undefined if it says nothing that can be used. Never rejects. */
  async of(agent: string, parameters: ReadonlyMap<string, string>): Promise<FenceMetadata | undefined> {
    const key = keyOf(agent, parameters);
    const entry = this.#entries.get(key);
    if (entry?.kind === "known") return entry.metadata;
    if (entry?.kind === "asking") return entry.answer;
    if (entry?.kind === "failed" && this.#clock.monotonic() < entry.again) return undefined;
    const wait = entry === undefined ? FIRST_WAIT : Math.min(2 * entry.wait, LONGEST_WAIT);
    const answer = this.#ask(agent, parameters).then((metadata) => {
      const again = this.#clock.monotonic() + 1000 * wait;
      this.#entries.set(
        key,
        metadata === undefined ? { kind: "failed", again, wait } : { kind: "known", metadata },
      );
      return metadata;
    });
    this.#entries.set(key, { kind: "asking", answer });
    return answer;
  }

  /** The same, if it is known already. */
  known(agent: string, parameters: ReadonlyMap<string, string>): FenceMetadata | undefined {
    const entry = this.#entries.get(keyOf(agent, parameters));
    return entry?.kind === "known" ? entry.metadata : undefined;
  }

  async #ask(agent: string, parameters: ReadonlyMap<string, string>): Promise<FenceMetadata | undefined> {
    const input = new Map([["action", "metadata"], ...parameters]);
    const call = (timeout: number) => this.#agents.run({ agent, device: agent, input, timeout });
    const result = await runWithAttempts(call, { timeout: TIMEOUT, attempts: ATTEMPTS }, this.#clock);
    return result.exitStatus === 0 ? parseFenceMetadata(result.output) : undefined;
  }
}

function keyOf(agent: string, parameters: ReadonlyMap<string, string>): string {
  return JSON.stringify([agent, ...parameters]);
}
