import type { AclUser } from "../acl/user.js";
import { checkAccess } from "../acl/write.js";
import { OperationError } from "../errors/operation.js";
import { applyPatchsetElement } from "../patchset/apply.js";
import { createPatchset } from "../patchset/create.js";
import type { Patchset } from "../patchset/patchset.js";
import { validateCib } from "../upgrade/schema/problems.js";
import { validVersions } from "../upgrade/schema/valid-versions.js";
import { versionBit, versionOfSchema } from "../upgrade/schema/versions.js";
import { compareVersions } from "../values/version.js";
import { firstElement, type XmlElement } from "../xml/tree.js";
import { create } from "./create.js";
import { remove } from "./delete.js";
import { hasOtherConfiguration } from "./difference.js";
import { modify } from "./modify.js";
import { replace, replacesAll, replacesConfiguration } from "./replace.js";
import type { ChangeRequest, Provenance } from "./request.js";
import { withoutText } from "./text-nodes.js";
import { upgrade } from "./upgrade.js";
import { countChange, readVersion, withAttributes } from "./version.js";
import { bump, erase } from "./whole.js";

/** How a request is carried out. */
export interface ChangeOptions {
  /** Written into `cib` with each change of the configuration, as a CIB manager does; a file's tools don't. */
  readonly provenance?: Provenance;
  /** The highest `crm_feature_set` that is accepted, as a CIB manager refuses what it does not know. */
  readonly featureSet?: string;
  /** Who asks, where access control is in force; otherwise everybody may do everything. */
  readonly user?: AclUser;
}

/** What has become of a document. */
export class ChangeResult {
  readonly before: XmlElement;
  /** The new document; the old one itself if nothing has changed. It shares with the old one whatever has not changed. */
  readonly document: XmlElement;
  readonly isChanged: boolean;
  /** Whether something at or below `configuration` has changed: only that makes a new configuration, a new `epoch`. */
  readonly isOfConfiguration: boolean;
  readonly #counted: XmlElement;
  #patchset: Patchset | null | undefined;

  /** @param counted the new document without its provenance, which is no part of the difference */
  constructor(before: XmlElement, document: XmlElement, counted: XmlElement, isOfConfiguration: boolean) {
    this.before = before;
    this.document = document;
    this.isChanged = document !== before;
    this.isOfConfiguration = isOfConfiguration;
    this.#counted = counted;
  }

  /** The difference between both documents, made when it is first asked for; null if there is none. */
  get patchset(): Patchset | null {
    if (this.#patchset === undefined) this.#patchset = createPatchset(this.before, this.#counted);
    return this.#patchset;
  }
}

/**
 * Carries out a request: the document is changed, its version counted up, and the result validated against its schema,
 * unless the request is about the status alone. (The rules are those of Pacemaker's CIB manager and of `cibadmin`.)
 *
 * @throws OperationError if the request cannot be carried out
 * @throws PatchsetError if a patchset does not fit
 * @throws XPathError for an XPath that exceeds a limit
 * @throws AclError if the user may not do it
 */
export function change(
  document: XmlElement,
  request: ChangeRequest,
  { provenance, featureSet, user }: ChangeOptions = {},
): ChangeResult {
  const before = withoutText(document);
  const result = carryOut(before, withoutTextIn(request));
  if (result === before && !(request.operation === "replace" && replacesAll(request))) {
    return new ChangeResult(document, document, document, false);
  }
  if (user !== undefined) checkAccess(before, result, user, request.operation === "replace");
  checkFeatureSet(result, featureSet);
  refuseOlder(before, result);
  const isOfConfiguration = changesConfiguration(before, result, request);
  const counted = countChange(result, isOfConfiguration);
  const stamped = isOfConfiguration ? withProvenance(counted, provenance) : counted;
  if (!isAboutStatus(request)) validate(stamped);
  return new ChangeResult(document, stamped, counted, isOfConfiguration);
}

/**
 * Carries out several requests, or none of them (Pacemaker's `cib_commit_transact`). Each counts for itself, and the whole
 * once more.
 *
 * @throws OperationError if one of them cannot be carried out
 * @throws PatchsetError if a patchset does not fit
 * @throws XPathError for an XPath that exceeds a limit
 */
export function commit(
  document: XmlElement,
  requests: readonly ChangeRequest[],
  { provenance, ...options }: ChangeOptions = {},
): ChangeResult {
  const result = requests.reduce((current, request) => change(current, request, options).document, document);
  if (result === document) return new ChangeResult(document, document, document, false);
  const isOfConfiguration = hasOtherConfiguration(document, result);
  const counted = countChange(result, isOfConfiguration);
  const stamped = isOfConfiguration ? withProvenance(counted, provenance) : counted;
  return new ChangeResult(document, stamped, counted, isOfConfiguration);
}

function withoutTextIn(request: ChangeRequest): ChangeRequest {
  if (request.operation === "patch") return { ...request, patchset: withoutText(request.patchset) };
  if (!("input" in request) || request.input === undefined) return request;
  return { ...request, input: withoutText(request.input) };
}

function carryOut(document: XmlElement, request: ChangeRequest): XmlElement {
  switch (request.operation) {
    case "create":
      return create(document, request);
    case "modify":
      return modify(document, request);
    case "replace":
      return replace(document, request);
    case "delete":
      return remove(document, request);
    case "patch":
      return applyPatchsetElement(document, request.patchset, { keepAttributeOrder: true });
    case "erase":
      return erase(document);
    case "bump":
      return bump(document);
    case "upgrade":
      return upgrade(document);
  }
}

/** A lower `num_updates` alone is accepted. */
function refuseOlder(before: XmlElement, after: XmlElement): void {
  const [old, now] = [readVersion(before), readVersion(after)];
  if (now.adminEpoch > old.adminEpoch) return;
  if (now.adminEpoch < old.adminEpoch || now.epoch < old.epoch) {
    throw new OperationError("pcmk_rc_old_data", { reason: "admin_epoch and epoch must not decrease" });
  }
}

function checkFeatureSet({ attributes }: XmlElement, known: string | undefined): void {
  const claimed = attributes.crm_feature_set;
  if (known === undefined || claimed === undefined || compareVersions(claimed, known) <= 0) return;
  throw new OperationError("EPROTONOSUPPORT", { reason: `crm_feature_set is ${claimed}, known is ${known}` });
}

/**
 * Edits in place make new elements only where something changes. Where a whole document comes in, the two have to be
 * compared; so where a whole configuration does, for which only its contents count.
 */
function changesConfiguration(before: XmlElement, after: XmlElement, request: ChangeRequest): boolean {
  const isWhole =
    request.operation === "upgrade" || (request.operation === "replace" && replacesConfiguration(request));
  if (isWhole) return hasOtherConfiguration(before, after);
  return firstElement(before, "configuration") !== firstElement(after, "configuration");
}

/** What is not known of the change is removed, so that the attributes never tell of an earlier one. */
function withProvenance(document: XmlElement, provenance: Provenance | undefined): XmlElement {
  if (provenance === undefined) return document;
  return withAttributes(document, {
    "cib-last-written": provenance.lastWritten,
    "update-origin": provenance.origin,
    "update-client": provenance.client,
    "update-user": provenance.user,
  });
}

function isAboutStatus(request: ChangeRequest): boolean {
  return "section" in request && request.xpath === undefined && request.section?.toLowerCase() === "status";
}

function validate(document: XmlElement): void {
  const schema = document.attributes["validate-with"];
  if (schema === "none") return;
  const version = versionOfSchema(schema);
  if (version !== undefined && (validVersions(document) & versionBit(version)) !== 0) return;
  const problems = version === undefined ? [] : validateCib(document, version);
  const reason =
    version === undefined
      ? `validate-with names no known schema (${schema ?? "missing"})`
      : problems
          .slice(0, 3)
          .map(({ place, message }) => `${place}: ${message}`)
          .join("; ");
  throw new OperationError("pcmk_rc_schema_validation", { reason });
}
