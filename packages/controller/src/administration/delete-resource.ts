import type { XmlElement } from "@sanode/cib";
import { findConfigured, withResource } from "./configuration.js";

/**
 * Removes a resource from the configuration. One that is not there, or is of another kind, is no error.
 *
 * Source: crm_resource(8), `--delete`.
 *
 * @param kind `primitive`, `group`, …
 */
export function deleteResource(cib: XmlElement, id: string, kind: string): XmlElement {
  const resource = findConfigured(cib, id);
  if (resource === undefined || resource.name !== kind) return cib;
  return withResource(cib, resource, undefined);
}
