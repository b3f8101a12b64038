import { join } from "node:path";
import { expect, test } from "vitest";
import { main as attribute } from "../../packages/cli/src/attribute/index.js";
import { main as cib } from "../../packages/cli/src/cib/index.js";
import { generateAttributeDocument, generateAttributeRequest } from "./generate-attribute-requests.js";
import { generateDocument, generateRequest } from "./generate-requests.js";
import { compareSequences } from "./request-sequences.js";

/*
 * Random sequences of requests to `sanode cib` and `cibadmin`, and to `sanode attribute` and `crm_attribute`: what is told,
 * how it ends, and the document afterwards are the same. SANODE_SEED=N begins with another sequence, SANODE_RUNS=N
 * makes more of them.
 */

const reference = process.env.SANODE_REFERENCE;
if (reference === undefined) {
  console.log(
    "cib-requests: set SANODE_REFERENCE to a directory with cibadmin and crm_attribute to compare with them",
  );
}

const first = Number(process.env.SANODE_SEED ?? 1);
const sequences = Number(process.env.SANODE_RUNS ?? 40);
const timeout = 3_600_000;

test.skipIf(reference === undefined)("sequences of requests go as with cibadmin", { timeout }, async () => {
  const theirs = join(reference ?? "", "cibadmin");
  const counterparts = { ours: cib, ourName: "sanode cib", theirs, theirName: "cibadmin" };
  const generator = { document: generateDocument, request: generateRequest };
  expect(await compareSequences(counterparts, generator, first, sequences)).toEqual([]);
});

test.skipIf(reference === undefined)(
  "sequences of requests go as with crm_attribute",
  { timeout },
  async () => {
    const theirs = join(reference ?? "", "crm_attribute");
    const counterparts = { ours: attribute, ourName: "sanode attribute", theirs, theirName: "crm_attribute" };
    const generator = { document: generateAttributeDocument, request: generateAttributeRequest };
    expect(await compareSequences(counterparts, generator, first, sequences)).toEqual([]);
  },
);
