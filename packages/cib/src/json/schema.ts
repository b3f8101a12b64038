import { z } from "zod";
import { CIB } from "./cib.js";
import { DEFINITIONS } from "./values.js";

/** The JSON Schema (draft 2020-12) of the JSON form, as the package's `schema/cib.schema.json` has it. */
export function cibJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(CIB, { io: "input", metadata: DEFINITIONS });
  return {
    $schema,
    title: "CIB",
    description:
      "A cluster information base in JSON. Ids refer to each other, which a schema cannot check: reading does.",
    ...schema,
  };
}
