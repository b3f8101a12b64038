import { describeOptions } from "../../command/help.js";
import { type Conversion, groupsOf } from "./options.js";

/** What `--help` prints. */
export function conversionHelp(conversion: Conversion): string {
  return `${INTRODUCTIONS[conversion]}
${describeOptions(groupsOf(conversion))}
Exit status: 0, 64 for wrong usage, 65 for input that cannot be read, 74 if the output cannot be written, 78 for a
configuration that is not valid.

Examples:
${EXAMPLES[conversion]}`;
}

const INTRODUCTIONS: Readonly<Record<Conversion, string>> = {
  "to-json": `sanode cib to-json - print a cluster information base (CIB) as JSON

Usage: sanode cib to-json FILE [options]

Older documents are brought to the latest schema first. \`sanode cib schema\` prints the JSON Schema; \`sanode cib from-json\`
is the way back. Comments are not part of the JSON.
`,
  "from-json": `sanode cib from-json - print a cluster information base (CIB) that is given as JSON

Usage: sanode cib from-json FILE [options]

Reads what \`sanode cib to-json\` prints, or what follows the JSON Schema that \`sanode cib schema\` prints. Every problem is
told with its place.
`,
};

const EXAMPLES: Readonly<Record<Conversion, string>> = {
  "to-json": `  Which resources are there?
    sanode cib to-json cib.xml | jq -r '.resources[].id'

  Raise a score:
    sanode cib to-json cib.xml | jq '.nodes[0].score = 100' | sanode cib from-json -p
`,
  "from-json": `  What would the cluster do with it?
    sanode cib from-json cib.json | sanode simulate -p -S
`,
};
