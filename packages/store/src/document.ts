import {
  digestOnDisk,
  element,
  formatXml,
  isElement,
  parseXml,
  type XmlElement,
  XmlError,
} from "@sanode/cib";
import { withoutText } from "@sanode/cib/operations";
import { StoreError } from "./errors.js";

/** A document as it stands on disk. */
export interface StoredDocument {
  readonly element: XmlElement;
  readonly bytes: Uint8Array;
  /** The signature: 32 hexadecimal digits. */
  readonly signature: string;
}

/**
 * A document as Pacemaker puts it on disk: without its status, with `num_updates` 0 and the time of writing in
 * `cib-last-written` (local time). Character data, which means nothing in a CIB, is left out.
 *
 * @throws StoreError `document` if it is no CIB, or nobody could read it back
 */
export function toStored(document: XmlElement, time: Date): StoredDocument {
  if (document.name !== "cib") {
    throw new StoreError(
      "document",
      `A CIB's outermost element is cib, not ${document.name}: nothing was written`,
    );
  }
  const children = document.children.filter((child) => !isElement(child) || child.name !== "status");
  const attributes = { ...document.attributes, num_updates: "0", "cib-last-written": formatTime(time) };
  const stored = withoutText(element("cib", attributes, children));
  const bytes = new TextEncoder().encode(formatXml(stored));
  const signature = digestOnDisk(stored);
  if (signature !== readBack(bytes)) {
    const advice = "a name or a comment holds what XML does not allow there";
    throw new StoreError(
      "document",
      `The document would not be read back as it is: ${advice}; nothing was written`,
    );
  }
  return { element: stored, bytes, signature };
}

function readBack(bytes: Uint8Array): string {
  try {
    return digestOnDisk(parseXml(bytes));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new StoreError("document", `The document is no XML, at ${error.message}; nothing was written`, {
      cause: error,
    });
  }
}

const COUNTERS = ["admin_epoch", "epoch", "num_updates"] as const;

/** A stored document as Pacemaker starts from it: nobody is DC yet, and the status is empty. */
export function fromStored(stored: XmlElement): XmlElement {
  const { "dc-uuid": _dc, ...attributes } = { ...stored.attributes };
  const counted: Record<string, string> = attributes;
  for (const counter of COUNTERS) counted[counter] ??= "0";
  const children = stored.children.filter((child) => !isElement(child) || child.name !== "status");
  return element("cib", counted, [...children, element("status")]);
}

/** The counters that a document lacks. */
export function missingCounters({ attributes }: XmlElement): readonly string[] {
  return COUNTERS.filter((counter) => attributes[counter] === undefined);
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A local time in the manner of the C language's `ctime`: `Sun Nov 22 16:29:41 2026`. */
export function formatTime(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":");
  const date = `${DAYS[time.getDay()]} ${MONTHS[time.getMonth()]} ${String(time.getDate()).padStart(2)}`;
  return `${date} ${clock} ${time.getFullYear()}`;
}
