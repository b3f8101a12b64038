import { element, firstElement, parseInteger, type XmlElement } from "@sanode/cib";
import { formatTime } from "@sanode/pengine";
import type { Member } from "../member/member.js";
import type { ClusterCondition } from "../member/membership.js";
import { withChild } from "./with-child.js";

/** Who changed a configuration, and when; written into it. */
export interface ChangeOrigin {
  /** The program. */
  readonly client: string;
  readonly user: string;
  /** Name of a node. */
  readonly node: string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** Where the base learns what becomes of the nodes. */
export interface StatusSource {
  readonly condition: ClusterCondition;
  members(): Iterable<Member>;
}

interface Assembled {
  readonly cib: XmlElement;
  readonly condition: ClusterCondition;
  readonly states: readonly XmlElement[];
}

/**
 * The cluster's CIB. The configuration is as it was given, the status is what is known of the nodes. Each
 * document that is handed out is immutable and complete; its version grows as in Pacemaker: `epoch` with
 * every change of the configuration, `num_updates` with changes of the status.
 */
export class InformationBase {
  readonly #status: StatusSource;
  #configured: XmlElement;
  #epoch: number;
  #updates = -1;
  #latest: Assembled | undefined;

  /** `configured` is a CIB without the states of nodes. */
  constructor(configured: XmlElement, status: StatusSource) {
    this.#configured = configured;
    this.#status = status;
    this.#epoch = parseInteger(configured.attributes.epoch) ?? 0;
  }

  /** The document as it is now; the same object as long as nothing changes. */
  get cib(): XmlElement {
    const { condition } = this.#status;
    const states: XmlElement[] = [];
    for (const member of this.#status.members()) if (member.isKnown) states.push(member.element());
    const latest = this.#latest;
    if (latest !== undefined && latest.condition === condition && isSame(latest.states, states)) {
      return latest.cib;
    }
    this.#updates += 1;
    const cib = this.#assemble(condition, states);
    this.#latest = { cib, condition, states };
    return cib;
  }

  /** The CIB without the states of nodes, with its version. */
  get configured(): XmlElement {
    return this.#configured;
  }

  /**
   * Puts another configuration in the place of the present one, with a newer version. Returns whether it is
   * another one.
   */
  configure(configured: XmlElement, origin?: ChangeOrigin): boolean {
    if (configured === this.#configured) return false;
    const { admin_epoch: before } = this.#configured.attributes;
    const { admin_epoch: given } = configured.attributes;
    this.#epoch += 1;
    const attributes = {
      ...configured.attributes,
      // The first number of a version is for administrators to raise; it never falls.
      admin_epoch: String(Math.max(parseInteger(before) ?? 0, parseInteger(given) ?? 0)),
      epoch: String(this.#epoch),
      num_updates: "0",
      ...(origin !== undefined && changeAttributes(origin)),
    };
    this.#configured = element(configured.name, attributes, configured.children);
    this.#updates = -1;
    this.#latest = undefined;
    return true;
  }

  #assemble(condition: ClusterCondition, states: readonly XmlElement[]): XmlElement {
    const { quorate, quorumLost, controller } = condition;
    const status = firstElement(this.#configured, "status") ?? element("status");
    const cib = withChild(this.#configured, { ...status, children: [...status.children, ...states] });
    const attributes = {
      ...cib.attributes,
      epoch: String(this.#epoch),
      num_updates: String(this.#updates),
      "have-quorum": quorate ? "1" : "0",
      ...(quorumLost && { "no-quorum-panic": "1" }),
      ...(controller !== undefined && { "dc-uuid": controller }),
    };
    return element(cib.name, attributes, cib.children);
  }
}

/** Source: Pacemaker Explained, "Cluster-Wide Configuration", "CIB Properties". */
function changeAttributes({ client, user, node, time }: ChangeOrigin): Record<string, string> {
  return {
    "cib-last-written": formatTime(time),
    "update-origin": node,
    "update-client": client,
    "update-user": user,
  };
}

function isSame(before: readonly XmlElement[], now: readonly XmlElement[]): boolean {
  return before.length === now.length && before.every((state, index) => state === now[index]);
}
