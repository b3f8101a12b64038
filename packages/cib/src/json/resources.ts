import { z } from "zod";
import { bundle } from "./bundles.js";
import { collective, primitive, template } from "./primitives.js";
import { DEFINITIONS } from "./values.js";

const group = z
  .strictObject({
    kind: z.literal("group"),
    ...collective,
    members: z.array(primitive).min(1, { error: "a list with a primitive" }),
  })
  .register(DEFINITIONS, {
    id: "Group",
    description: "Primitives that are placed together, started in order and stopped in reverse.",
  });

const clone = z
  .strictObject({
    kind: z.literal("clone"),
    ...collective,
    resource: z.discriminatedUnion("kind", [primitive, group]),
  })
  .register(DEFINITIONS, {
    id: "Clone",
    description: "A primitive or a group that runs in several instances.",
  });

/** A resource of any kind. */
export const resource = z.discriminatedUnion("kind", [primitive, group, clone, bundle, template]);
