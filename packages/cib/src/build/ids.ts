import { BuildError } from "../errors/build.js";

/** What an id belongs to, as far as others may refer to it. */
export type IdKind = "resource" | "device" | "template" | "tag" | "role" | "other";

/** All that can be put in the place of a resource in a constraint. */
const REFERABLE: ReadonlySet<IdKind | undefined> = new Set<IdKind>(["resource", "device", "template", "tag"]);

/** The ids of a configuration while something is added to it. */
export class Ids {
  readonly #kinds: Map<string, IdKind>;

  /** @param before the ids that there are so far */
  constructor(before: ReadonlyMap<string, IdKind>) {
    this.#kinds = new Map(before);
  }

  /** All ids, with those that were added. */
  get all(): ReadonlyMap<string, IdKind> {
    return this.#kinds;
  }

  /**
   * Takes an id that the caller has chosen.
   *
   * @throws BuildError if it is no XML name, or is taken
   */
  claim(id: string, kind: IdKind): string {
    if (!VALID.test(id)) {
      const advice = "use letters, digits, '_', '.' and '-', and begin with a letter or '_'";
      throw new BuildError("invalid-value", `"${id}" cannot be an id: ${advice}`, id);
    }
    if (this.#kinds.has(id)) {
      throw new BuildError("duplicate-id", `the id "${id}" is used twice: give this one another`, id);
    }
    this.#kinds.set(id, kind);
    return id;
  }

  /** An id that is given, or a new one that is like a text. */
  make(like: string, given?: string): string {
    if (given !== undefined) return this.claim(given, "other");
    const base = like.replaceAll(/[^\p{L}\p{Nd}_.-]/gu, "-").replace(/^(?![\p{L}_])/u, "_");
    let id = base;
    for (let count = 1; this.#kinds.has(id); count += 1) id = `${base}-${count}`;
    return this.claim(id, "other");
  }

  /** @throws BuildError if there is no resource, template or tag of that id */
  requireResource(id: string): string {
    return this.#require(id, REFERABLE.has(this.#kinds.get(id)), "resource, template or tag");
  }

  /** @throws BuildError if there is no such template */
  requireTemplate(id: string): string {
    return this.#require(id, this.#kinds.get(id) === "template", "template");
  }

  /** @throws BuildError if there is no such fence device */
  requireDevice(id: string): string {
    return this.#require(id, this.#kinds.get(id) === "device", "fence device");
  }

  /** @throws BuildError if there is no such role of access control */
  requireRole(id: string): string {
    return this.#require(id, this.#kinds.get(id) === "role", "role");
  }

  #require(id: string, known: boolean, what: string): string {
    if (known) return id;
    const advice = "add it before it is referred to, or correct the id";
    throw new BuildError("unknown-reference", `there is no ${what} "${id}": ${advice}`, id);
  }
}

const VALID = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{M}·_.-]*$/u;
