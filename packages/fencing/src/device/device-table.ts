import { keyedOrder } from "@sanode/cib";
import type { AgentDevice } from "./agent-device.js";
import { type DeviceDefinition, isSameDevice } from "./definition.js";
import type { FencingDevice } from "./fencing-device.js";

/** Why a device is there: the configuration yields it, or somebody registered it by starting it or by hand. */
export type Registration = "configured" | "direct";

interface Entry {
  readonly device: AgentDevice;
  readonly marks: Set<Registration>;
}

/** The devices that a node can use. */
export class DeviceTable {
  readonly #make: (definition: DeviceDefinition) => Promise<AgentDevice>;
  readonly #entries = new Map<string, Entry>();

  /** @param make makes a device of its definition; must not reject */
  constructor(make: (definition: DeviceDefinition) => Promise<AgentDevice>) {
    this.#make = make;
  }

  /** In the order in which devices are asked and listed. */
  get devices(): readonly FencingDevice[] {
    return keyedOrder(this.#entries.keys()).flatMap((id) => this.#entries.get(id)?.device ?? []);
  }

  get(id: string): AgentDevice | undefined {
    return this.#entries.get(id)?.device;
  }

  /** Whether somebody started the device here; only then it can be monitored. */
  isDirect(id: string): boolean {
    return this.#entries.get(id)?.marks.has("direct") === true;
  }

  /** Enters a device. One that is defined as before keeps all that is known of it, and what waits for it. */
  async register(definition: DeviceDefinition, mark: Registration): Promise<void> {
    const device = this.#isKnown(definition) ? undefined : await this.#make(definition);
    this.#enter(definition, device, mark);
  }

  /** Takes one of the reasons for a device away; without any left it goes. */
  unregister(id: string, mark: Registration): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.marks.delete(mark);
    if (mark === "direct") entry.device.verified = false;
    if (entry.marks.size === 0) this.#remove(id, entry);
  }

  /**
   * Makes the configuration's devices these. Configured ones that are not among them go, even if somebody
   * registered them as well: the configuration has the last word.
   */
  async configure(definitions: readonly DeviceDefinition[]): Promise<void> {
    const ids = new Set(definitions.map(({ id }) => id));
    for (const [id, entry] of [...this.#entries]) {
      if (entry.marks.has("configured") && !ids.has(id)) this.#remove(id, entry);
    }
    // All agents are asked for their meta-data at once, and the devices entered in the order of the configuration.
    const made = await Promise.all(
      definitions.map((definition) => (this.#isKnown(definition) ? undefined : this.#make(definition))),
    );
    for (const [at, definition] of definitions.entries()) this.#enter(definition, made[at], "configured");
  }

  close(): void {
    for (const [id, entry] of [...this.#entries]) this.#remove(id, entry);
  }

  #isKnown(definition: DeviceDefinition): boolean {
    const known = this.get(definition.id);
    return known !== undefined && isSameDevice(known.definition, definition);
  }

  /** @param made the device, unless it was known before */
  #enter(definition: DeviceDefinition, made: AgentDevice | undefined, mark: Registration): void {
    const { id } = definition;
    const before = this.#entries.get(id);
    // Somebody else may have registered the same meanwhile.
    if (before !== undefined && (made === undefined || this.#isKnown(definition))) {
      before.marks.add(mark);
      return;
    }
    if (made === undefined) return;
    const marks = new Set<Registration>([mark]);
    if (mark === "configured" && before?.marks.has("direct") === true) {
      made.inherit(before.device);
      marks.add("direct");
    }
    before?.device.close();
    this.#entries.set(id, { device: made, marks });
  }

  #remove(id: string, { device }: Entry): void {
    this.#entries.delete(id);
    device.close();
  }
}
