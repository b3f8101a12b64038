import { z } from "zod";
import type { XmlElement } from "../xml/tree.js";
import { type Pairs, readPairs } from "./pairs.js";
import type { Reader } from "./reader.js";
import { boolean, type RoleName, role, text } from "./values.js";

/** What to do when an operation fails. */
export type OnFail = z.output<typeof onFail>;

/** The definition of an operation of a resource. Time spans are as written: `10s`, `2min`, `PT1M`. */
export interface Operation {
  readonly kind: "operation";
  readonly id: string;
  readonly name: string;
  readonly interval: string;
  readonly timeout: string | undefined;
  readonly startDelay: string | undefined;
  /** A time from which the multiples of the interval count. */
  readonly intervalOrigin: string | undefined;
  readonly enabled: boolean | undefined;
  readonly recordPending: boolean | undefined;
  readonly role: RoleName | undefined;
  readonly onFail: OnFail | undefined;
  readonly description: string | undefined;
  readonly attributes: readonly Pairs[];
  readonly meta: readonly Pairs[];
}

/** All operations of another `operations` element. */
export interface OperationsReference {
  readonly kind: "reference";
  readonly reference: string;
}

const onFail = z.enum([
  "ignore",
  "block",
  "demote",
  "stop",
  "restart",
  "standby",
  "fence",
  "restart-container",
]);

const OPERATIONS = z.strictObject({ id: text.optional(), "id-ref": text.optional() });
const OPERATION = z.strictObject({
  id: text,
  name: text,
  interval: text,
  description: text.optional(),
  "start-delay": text.optional(),
  "interval-origin": text.optional(),
  timeout: text.optional(),
  enabled: boolean.optional(),
  "record-pending": boolean.optional(),
  role: role.optional(),
  "on-fail": onFail.optional(),
});

/** What an `operations` element holds, and the id by which others refer to it. */
export interface Operations {
  readonly id: string | undefined;
  readonly content: readonly Operation[] | OperationsReference;
}

/** Reads the `operations` of a resource. */
export function readOperations(reader: Reader, operations: XmlElement): Operations {
  const values = reader.attributes(operations, OPERATIONS);
  const children = reader.children(operations, { op: readOperation });
  const reference = values?.["id-ref"];
  return {
    id: values?.id,
    content: reference === undefined ? children.op : { kind: "reference", reference },
  };
}

function readOperation(reader: Reader, operation: XmlElement): Operation | undefined {
  const values = reader.attributes(operation, OPERATION);
  const children = reader.children(operation, { instance_attributes: readPairs, meta_attributes: readPairs });
  if (values === undefined) return undefined;
  if (values["start-delay"] !== undefined && values["interval-origin"] !== undefined) {
    reader.report(
      operation,
      'an operation has either "start-delay" or "interval-origin"',
      "remove one of them",
      "interval-origin",
    );
  }
  return {
    kind: "operation",
    id: values.id,
    name: values.name,
    interval: values.interval,
    timeout: values.timeout,
    startDelay: values["start-delay"],
    intervalOrigin: values["interval-origin"],
    enabled: values.enabled,
    recordPending: values["record-pending"],
    role: values.role,
    onFail: values["on-fail"],
    description: values.description,
    attributes: children.instance_attributes,
    meta: children.meta_attributes,
  };
}
