import { equalIgnoringCase } from "@sanode/cib";
import type { ActionTerms, DeviceReport, FencingAction } from "../device/fencing-device.js";

/** What one node answered to a query. */
export interface PeerReply {
  readonly peer: string;
  readonly reports: readonly DeviceReport[];
}

/** Answers to one query, those with most devices first; among equals the later stands before the earlier. */
export class Replies {
  readonly #target: string;
  readonly #answered = new Set<string>();
  #list: readonly PeerReply[] = [];

  constructor(target: string) {
    this.#target = target;
  }

  /** How many nodes have answered, with or without devices. */
  get count(): number {
    return this.#answered.size;
  }

  /** Nodes with devices. */
  get list(): readonly PeerReply[] {
    return this.#list;
  }

  /** Enters an answer; false if that node has answered before. */
  add(reply: PeerReply): boolean {
    if (this.#answered.has(reply.peer)) return false;
    this.#answered.add(reply.peer);
    if (reply.reports.length === 0) return true;
    const at = this.#list.findIndex(({ reports }) => reports.length <= reply.reports.length);
    this.#list = this.#list.toSpliced(at < 0 ? this.#list.length : at, 0, reply);
    return true;
  }

  isTarget(peer: string): boolean {
    return equalIgnoringCase(peer, this.#target);
  }

  /** The terms of the first node that may do something with a device. */
  terms(device: string, action: FencingAction): ActionTerms | undefined {
    for (const reply of this.#list) {
      const terms = allowedTerms(reply, device, action);
      if (terms !== undefined) return terms;
    }
    return undefined;
  }

  /** Devices with which nodes that join are unfenced, the last reported first. */
  automaticDevices(): readonly string[] {
    const all = this.#list.flatMap(({ reports }) => reports.filter(({ automatic }) => automatic));
    return [...new Set(all.map(({ device }) => device).reverse())];
  }

  isAutomatic(device: string): boolean {
    return this.automaticDevices().includes(device);
  }
}

/** What a node says of doing something with a device, if it may do that. */
export function allowedTerms(
  reply: PeerReply,
  device: string,
  action: FencingAction,
): ActionTerms | undefined {
  const terms = reply.reports.find((report) => report.device === device)?.terms[action];
  return terms?.allowed === true ? terms : undefined;
}
