import { clampScore, compileRule, evaluateRule, parseScore, type Score, type XmlElement } from "@sanode/cib";
import { healthScores } from "../input/health-scores.js";
import { resourceParameters } from "../input/parameters.js";
import { ruleResolver } from "../input/rule-resolver.js";
import type { Location } from "../model/location.js";
import { type ClusterNode, isGuestNode } from "../model/node.js";
import type { Resource, ResourceDefinition } from "../model/resource.js";
import { currentNode } from "../model/resource-tree.js";
import { type ClusterState, offerRecheck } from "../model/state.js";
import { readLocationRole } from "./location.js";
import { ignore } from "./warn.js";

type RuleResult = Pick<Location, "entries" | "role" | "ruleId">;

/** Where a rule's score comes from. */
type ScoreSource =
  | { readonly kind: "fixed"; readonly score: Score }
  | { readonly kind: "attribute"; readonly name: string };

/**
 * Evaluates a location rule for every node: those on which it holds, with their scores.
 * Undefined if the rule is unusable, which voids the constraint for this resource.
 */
export function ruleEntries(
  state: ClusterState,
  reference: XmlElement,
  resource: Resource,
  submatches: readonly (string | undefined)[] | undefined,
): RuleResult | undefined {
  const rule = resolveRule(state, reference);
  if (rule?.attributes.id === undefined) {
    ignore(state, reference, "invalid-rule", "location rule without id, or an unknown one");
    return undefined;
  }
  const source = readScoreSource(state, rule, submatches);
  const role = readLocationRole(rule.attributes.role);
  if (source === undefined || role === undefined || !isKnownBooleanOp(rule.attributes["boolean-op"])) {
    ignore(state, rule, "invalid-rule", "location rule without usable score, role or boolean-op");
    return undefined;
  }
  const entries = entriesOf(state, rule, resource, source, submatches);
  return { entries, role, ruleId: rule.attributes.id };
}

function entriesOf(
  state: ClusterState,
  rule: XmlElement,
  resource: Resource,
  source: ScoreSource,
  submatches: readonly (string | undefined)[] | undefined,
): { node: ClusterNode; score: Score }[] {
  const compiled = compileRule(rule, ruleResolver(state));
  const entries: { node: ClusterNode; score: Score }[] = [];
  const dated = hasRuledParameters(resource.definition);
  for (const node of state.nodes) {
    // Whatever the rule asks for, the parameters are known from here on: their date rules offer their next change now.
    if (dated) resourceParameters(state, resource, node);
    const holds = evaluateRule(compiled, {
      now: state.now,
      nodeAttributes: node.attributes,
      parameters: (name) => resourceParameters(state, resource, node).get(name),
      meta: (name) => resource.meta.get(name),
      ...(submatches === undefined ? {} : { submatches }),
      recheck: (seconds) => offerRecheck(state, seconds),
    });
    if (!holds) continue;
    const score = scoreOn(state, resource, node, source);
    if (score !== undefined) entries.push({ node, score });
  }
  return entries;
}

function hasRuledParameters(definition: ResourceDefinition): boolean {
  for (let above: ResourceDefinition | null = definition; above !== null; above = above.parent) {
    if (above.parameterBlocks.hasRules) return true;
  }
  return false;
}

function resolveRule(state: ClusterState, rule: XmlElement): XmlElement | undefined {
  const reference = rule.attributes["id-ref"];
  return reference === undefined ? rule : state.index.find("rule", reference);
}

function isKnownBooleanOp(text: string | undefined): boolean {
  const word = text?.toLowerCase();
  return word === undefined || word === "and" || word === "or";
}

function readScoreSource(
  state: ClusterState,
  rule: XmlElement,
  submatches: readonly (string | undefined)[] | undefined,
): ScoreSource | undefined {
  const { score, "score-attribute": attribute } = rule.attributes;
  if (score !== undefined) {
    return { kind: "fixed", score: parseScore(score, zero, healthScores(state.options)) };
  }
  if (attribute === undefined) return undefined;
  return { kind: "attribute", name: substitute(attribute, submatches) };
}

const zero = clampScore(0);

/** Replaces `%0`..`%9` by the parts of a pattern's match; missing parts give nothing, `%` before others stays. */
function substitute(text: string, submatches: readonly (string | undefined)[] | undefined): string {
  if (submatches === undefined) return text;
  return text.replace(/%([0-9])/g, (_, digit: string) => submatches[Number(digit)] ?? "");
}

function scoreOn(
  state: ClusterState,
  resource: Resource,
  node: ClusterNode,
  source: ScoreSource,
): Score | undefined {
  if (source.kind === "fixed") return source.score;
  const holder = attributeHolder(resource, node);
  const value = holder?.attributes.get(source.name);
  if (value === undefined || value === "") return undefined;
  return parseScore(value, undefined, healthScores(state.options));
}

/** Resources that take node attributes from a guest's host read them where the guest runs now. */
function attributeHolder(resource: Resource, node: ClusterNode): ClusterNode | null {
  if (!isGuestNode(node) || resource.meta.get("container-attribute-target") !== "host") return node;
  const launcher = node.connection?.launcher ?? null;
  return launcher === null ? node : currentNode(launcher);
}
