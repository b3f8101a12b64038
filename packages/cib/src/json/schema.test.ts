import { expect, test } from "vitest";
import { cibJsonSchema } from "./schema.js";

const TEXT = `${JSON.stringify(cibJsonSchema(), null, 2)}\n`;

test("the published JSON Schema is the one that the readers are made of (vitest -u writes it anew)", async () => {
  await expect(TEXT).toMatchFileSnapshot("../../schema/cib.schema.json");
});

test("every definition that the JSON Schema refers to is in it, and is described", () => {
  const { $defs }: { $defs: Record<string, { description?: string }> } = JSON.parse(TEXT);
  const used = new Set([...TEXT.matchAll(/"#\/\$defs\/([^"]*)"/g)].map(([, name = ""]) => name));
  expect([...used].sort()).toEqual(Object.keys($defs).sort());
  for (const [name, { description }] of Object.entries($defs)) expect(description, name).toMatch(/\S/);
});

test("patterns are of the kind that validators of all languages know", () => {
  const patterns = [...TEXT.matchAll(/"pattern": (".*")/g)].map(([, pattern = '""']) => JSON.parse(pattern));
  expect(patterns).not.toEqual([]);
  for (const pattern of patterns) expect(pattern).toMatch(/^\^[\][(?:)|+*\-0-9a-z,$]*$/);
});
