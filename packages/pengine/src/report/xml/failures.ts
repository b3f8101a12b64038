import { escapeValue, parseInteger, type XmlElement, element as xml } from "@sanode/cib";
import type { ClusterState, FailedOperation } from "../../model/state.js";
import { shownFailCounts, shownFailures } from "../failures.js";
import { exitText, statusText } from "../result-texts.js";
import type { TimeFormat } from "../time.js";

/** Fail counts; null if no node that the status section has an entry for is online. */
export function failCountsElement(state: ClusterState, formatTime: TimeFormat): XmlElement | null {
  const online = shownFailCounts(state);
  if (online.length === 0) return null;
  const nodes = online
    .filter(({ counts }) => counts.length > 0)
    .map(({ node, counts }) =>
      xml(
        "node",
        { name: node.name },
        counts.map(({ id, resource, count, lastFailure }) =>
          xml("resource_history", {
            id,
            orphan: "false",
            removed: "false",
            "migration-threshold": String(resource.migrationThreshold),
            "fail-count": String(count),
            ...(lastFailure > 0 && { "last-failure": formatTime(lastFailure) }),
          }),
        ),
      ),
    );
  return xml("node_history", {}, nodes);
}

/** Failed operations; null if there are none. */
export function failuresElement(state: ClusterState, formatIsoTime: TimeFormat): XmlElement | null {
  const failures = shownFailures(state).map((failure) => failureElement(failure, formatIsoTime));
  return failures.length === 0 ? null : xml("failures", {}, failures);
}

function failureElement({ element, node }: FailedOperation, formatIsoTime: TimeFormat): XmlElement {
  const { attributes } = element;
  const code = parseInteger(attributes["rc-code"] ?? "0") ?? 0;
  const status = parseInteger(attributes["op-status"] ?? "0") ?? 0;
  const key = attributes.operation_key;
  const changed = attributes["last-rc-change"];
  return xml("failure", {
    ...(key === undefined ? { id: attributes.id ?? "" } : { op_key: key }),
    node: node.name,
    exitstatus: exitText(code),
    // Escaped twice: once here, and once more when the document is written.
    exitreason: escapeValue(attributes["exit-reason"] ?? "none"),
    exitcode: String(code),
    call: attributes["call-id"] ?? "",
    status: statusText(status),
    ...(changed !== undefined && {
      "last-rc-change": formatIsoTime(parseInteger(changed) ?? 0),
      ...(attributes["queue-time"] !== undefined && { queued: attributes["queue-time"] }),
      ...(attributes["exec-time"] !== undefined && { exec: attributes["exec-time"] }),
      interval: attributes.interval ?? "0",
      task: attributes.operation ?? "",
    }),
  });
}
