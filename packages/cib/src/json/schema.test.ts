import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cibJsonSchema } from "./schema.js";

const PUBLISHED = "../../schema/cib.schema.json";

test("the published JSON Schema is the one that the readers are made of (vitest -u writes it anew)", async () => {
  const text = `${JSON.stringify(cibJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(PUBLISHED);
});

test("every definition that the JSON Schema refers to is in it, and is described", () => {
  const text = readFileSync(new URL(PUBLISHED, import.meta.url), "utf8");
  const { $defs }: { $defs: Record<string, { description?: string }> } = JSON.parse(text);
  const used = new Set([...text.matchAll(/"#\/\$defs\/([^"]*)"/g)].map(([, name = ""]) => name));
  expect([...used].sort()).toEqual(Object.keys($defs).sort());
  for (const [name, { description }] of Object.entries($defs)) expect(description, name).toMatch(/\S/);
});
