import type { z } from "zod";
import type { CibProblem } from "../errors/cib.js";
import { RECURSION_DEPTH } from "../xml/limits.js";
import { locateElements } from "../xml/locate.js";
import type { XmlElement } from "../xml/tree.js";

/** Reads one element; undefined if it is not valid, which has then been reported. */
export type ElementReader<T> = (reader: Reader, element: XmlElement) => T | undefined;

/** The valid children that readers by element name found, by element name. */
export type Children<Readers extends Readonly<Record<string, ElementReader<unknown>>>> = {
  readonly [Name in keyof Readers]: readonly NonNullable<ReturnType<Readers[Name]>>[];
};

interface Finding {
  readonly element: XmlElement;
  readonly attribute: string | undefined;
  readonly problem: string;
  readonly advice: string;
}

/** Checks elements and collects what is wrong with them, so that one reading finds all. */
export class Reader {
  readonly #findings: Finding[] = [];
  #depth = 0;

  /** Reports a problem of an element, or of one of its attributes. */
  report(element: XmlElement, problem: string, advice: string, attribute?: string): void {
    this.#findings.push({ element, attribute, problem, advice });
  }

  /** Everything reported so far, with its place in the document. */
  problems(root: XmlElement): readonly CibProblem[] {
    if (this.#findings.length === 0) return [];
    const places = locateElements(root, new Set(this.#findings.map(({ element }) => element)));
    return this.#findings.map(({ element, attribute, problem, advice }) => {
      const { path, id } = places.get(element) ?? { path: `//${element.name}`, id: element.attributes.id };
      return { place: attribute === undefined ? path : `${path}/@${attribute}`, id, problem, advice };
    });
  }

  /** An element's attributes as a schema makes them; undefined if they do not fit it. */
  attributes<Schema extends z.ZodType>(element: XmlElement, schema: Schema): z.output<Schema> | undefined {
    const result = schema.safeParse(element.attributes);
    if (result.success) return result.data;
    for (const issue of result.error.issues) this.#reportIssue(element, issue);
    return undefined;
  }

  /** Reads child elements, grouped by name. Elements without a reader are reported. */
  children<const Readers extends Readonly<Record<string, ElementReader<unknown>>>>(
    parent: XmlElement,
    readers: Readers,
  ): Children<Readers>;
  children(
    parent: XmlElement,
    readers: Readonly<Record<string, ElementReader<unknown>>>,
  ): Children<Readonly<Record<string, ElementReader<unknown>>>> {
    const found: Record<string, NonNullable<unknown>[]> = {};
    for (const name of Object.keys(readers)) found[name] = [];
    this.#each(parent, readers, (name, value) => found[name]?.push(value));
    return found;
  }

  /** Reads child elements, in document order whatever their names. Elements without a reader are reported. */
  sequence<T extends NonNullable<unknown>>(
    parent: XmlElement,
    readers: Readonly<Record<string, ElementReader<T>>>,
  ): readonly T[] {
    const found: T[] = [];
    this.#each(parent, readers, (_, value) => found.push(value));
    return found;
  }

  /** Reports an element that has children. */
  empty(element: XmlElement): void {
    this.children(element, {});
  }

  #each<T>(
    parent: XmlElement,
    readers: Readonly<Record<string, ElementReader<T>>>,
    found: (name: string, value: NonNullable<T>) => void,
  ): void {
    for (const child of parent.children) {
      if (child.kind !== "element") continue;
      const read = Object.hasOwn(readers, child.name) ? readers[child.name] : undefined;
      if (read === undefined) {
        const known = Object.keys(readers);
        const advice =
          known.length === 0
            ? `remove it: <${parent.name}> has no children`
            : `use ${oneOf(known)}, or remove it`;
        this.report(child, `<${child.name}> is not known in <${parent.name}>`, advice);
        continue;
      }
      const value = this.#descend(child, read);
      if (value !== undefined && value !== null) found(child.name, value);
    }
  }

  #descend<T>(child: XmlElement, read: ElementReader<T>): T | undefined {
    if (this.#depth >= RECURSION_DEPTH) {
      this.report(child, `more than ${RECURSION_DEPTH} elements are nested`, "use fewer levels");
      return undefined;
    }
    this.#depth += 1;
    const value = read(this, child);
    this.#depth -= 1;
    return value;
  }

  #reportIssue(element: XmlElement, issue: z.core.$ZodIssue): void {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        this.report(
          element,
          `<${element.name}> has no attribute "${key}"`,
          "correct its name or remove it",
          key,
        );
      }
      return;
    }
    const attribute = String(issue.path[0] ?? "");
    const value = element.attributes[attribute];
    const expected = issue.code === "invalid_value" ? oneOf(issue.values.map(String)) : issue.message;
    if (value === undefined) {
      this.report(element, `the attribute "${attribute}" is missing`, "add it");
    } else {
      this.report(element, `"${value}" is not ${expected}`, `write ${expected}`, attribute);
    }
  }
}

/** `"a"`, or `"a" or "b"`, or `"a", "b" or "c"`. */
function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}
