import { parseLeadingInteger } from "@sanode/cib";

/** An operation and its result, as they are given on a command line: `RESOURCE_TASK_MILLISECONDS@NODE=EXITCODE`. */
export interface OperationSpec {
  readonly resource: string;
  readonly task: string;
  /** Milliseconds. */
  readonly intervalMs: number;
  readonly node: string;
  readonly exitCode: number;
}

/** What is wrong with a specification. */
export type SpecError =
  /** Only so many of key, node and exit code are there. */
  | { readonly kind: "incomplete"; readonly fields: number }
  /** The key is not `RESOURCE_TASK_MILLISECONDS`. */
  | { readonly kind: "no-key" };

/** Reads a specification as `crm_simulate --op-inject` does; what follows the digits of a number is ignored. */
export function parseOperationSpec(text: string): OperationSpec | SpecError {
  const [, key = "", at = "", node = "", code] =
    /^([^@]+)(@?)([^=]*)(?:=[ \t\n\v\f\r]*([+-]?\d+))?/.exec(text) ?? [];
  if (text === "") return { kind: "incomplete", fields: -1 };
  if (key === "") return { kind: "incomplete", fields: 0 };
  if (at === "" || node === "") return { kind: "incomplete", fields: 1 };
  if (code === undefined) return { kind: "incomplete", fields: 2 };
  const parts = parseOperationKey(key);
  return parts === undefined ? { kind: "no-key" } : { ...parts, node, exitCode: Number(code) };
}

const KEY = /^(.+?)_((?:(?:confirmed-)?(?:pre|post)_notify_)?(?:migrate_to|migrate_from|[^_]*))_([^_]*)$/;

/** Splits `RESOURCE_TASK_INTERVAL` from the right; underscores before that belong to the resource. */
export function parseOperationKey(
  key: string,
): Pick<OperationSpec, "resource" | "task" | "intervalMs"> | undefined {
  const [, resource, task, interval] = KEY.exec(key) ?? [];
  if (resource === undefined || task === undefined) return undefined;
  const number = parseLeadingInteger(interval)?.value ?? 0n;
  return { resource, task, intervalMs: Number(BigInt.asUintN(32, number)) };
}
