import { truncateSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { openStore, StoreError } from "../src/index.js";
import { documentOf, epochOf } from "./documents.js";

/** A process that writes until there is no space left, and prints what became of it as one line of JSON. */
const [directory = ""] = process.argv.slice(2);
const store = await openStore(directory, { backups: 0 });
let acknowledged = 0;
let code: string | undefined;
while (code === undefined) {
  try {
    await store.write(documentOf(acknowledged + 1));
    acknowledged += 1;
  } catch (error) {
    code = error instanceof StoreError ? error.code : String(error);
  }
}
const kept = epochOf(store.document);
await store.close();
const again = await openStore(directory);
const reopened = epochOf(again.document);
await again.close();
truncateSync(join(directory, "cib.xml"), 50);
const damaged = await openStore(directory, { backups: 0 });
const fallback = epochOf(damaged.document);
const warnings = damaged.report.warnings.map((warning) => warning.code);
for (const number of [1, 2, 3]) unlinkSync(join(directory, `cib-${number}.raw`));
await damaged.write(documentOf(1));
await damaged.close();
const freed = epochOf(damaged.document);
console.log(JSON.stringify({ acknowledged, code, kept, reopened, fallback, warnings, freed }));
