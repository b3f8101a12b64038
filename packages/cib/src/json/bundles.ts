import { z } from "zod";
import { collective, primitive } from "./primitives.js";
import { count, DEFINITIONS, list, optional, text } from "./values.js";

const container = z.strictObject({
  kind: z.enum(["docker", "podman"]),
  image: text,
  replicas: optional(count),
  replicasPerHost: optional(count),
  promotedMax: optional(count),
  runCommand: optional(text),
  network: optional(text),
  options: optional(text),
});

const portMapping = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("port"), id: text, port: count, internalPort: optional(count) }),
  z.strictObject({
    kind: z.literal("range"),
    id: text,
    range: z.string().regex(/^[0-9-]+$/, { error: 'a range of ports such as "8080-8089"' }),
  }),
]);

const network = z.strictObject({
  ipRangeStart: optional(text),
  controlPort: optional(count),
  hostInterface: optional(text),
  hostNetmask: optional(count),
  addHost: optional(z.boolean()),
  portMappings: list(portMapping),
});

const storageMapping = z.strictObject({
  id: text,
  source: z.strictObject({ kind: z.enum(["shared", "per-replica"]), directory: text }),
  targetDirectory: text,
  options: optional(text),
});

export const bundle = z
  .strictObject({
    kind: z.literal("bundle"),
    ...collective,
    container,
    network: optional(network),
    storage: list(storageMapping),
    primitive: optional(primitive),
  })
  .register(DEFINITIONS, {
    id: "Bundle",
    description: "Containers that are replicated, and the resource inside them if there is one.",
  });
