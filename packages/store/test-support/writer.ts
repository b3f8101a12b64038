import { writeSync } from "node:fs";
import { openStore } from "../src/index.js";
import { documentOf, epochOf } from "./documents.js";

/**
 * A process that writes one document after the other until it is killed. Tells on standard output when it starts, and
 * each document that was acknowledged.
 */
const [directory = ""] = process.argv.slice(2);
writeSync(1, "opening\n");
const store = await openStore(directory, { backups: 5 });
for (let epoch = epochOf(store.document) + 1; ; epoch += 2) {
  // The first of the two may be left out in favour of the second, never the second.
  const first = store.write(documentOf(epoch));
  await store.write(documentOf(epoch + 1));
  await first;
  writeSync(1, `${epoch + 1}\n`);
}
