import { expect, expectTypeOf, test } from "vitest";
import {
  BuildError,
  bundle,
  type Cluster,
  clone,
  cluster,
  dynamicCluster,
  group,
  primitive,
} from "./index.js";

/*
 * What the compiler refuses is refused at run time too, so that each of these is tested twice: by `@ts-expect-error`, which
 * fails to compile where there is no error, and by the code that is thrown.
 */

const DUMMY = "ocf:pacemaker:Dummy";

const web = cluster()
  .node("alpha")
  .template("t", DUMMY)
  .fenceDevice("f", "fence_ipmilan")
  .resource(primitive("vip", "ocf:heartbeat:IPaddr2"))
  .resource(group("g", [primitive("g1", { template: "t" }), primitive("g2", DUMMY)]))
  .resource(clone("c", group("cg", [primitive("c1", DUMMY)])))
  .resource(bundle("b", { engine: "podman", image: "i", resource: primitive("b1", DUMMY) }))
  .tag("all", ["vip", "g"])
  .accessRole("reader", []);

/** The code of the error that is thrown. */
function code(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    if (error instanceof BuildError) return error.code;
    throw error;
  }
  return "nothing is wrong";
}

test("all that can be referred to is part of the type, members of collective resources too", () => {
  expectTypeOf(web).toEqualTypeOf<
    Cluster<
      "alpha",
      "t" | "f" | "vip" | "g" | "g1" | "g2" | "c" | "cg" | "c1" | "b" | "b1" | "all",
      "t",
      "f",
      "reader"
    >
  >();
});

test("nothing can be said of a resource, node, device, template or role that is not there", () => {
  const wrong: readonly (() => unknown)[] = [
    // @ts-expect-error: there is no such resource
    () => web.locate("vib", { node: "alpha", score: 1 }),
    // @ts-expect-error: there is no such node
    () => web.locate("vip", { node: "beta", score: 1 }),
    // @ts-expect-error: there is no such resource
    () => web.colocate("vip", { with: "nothing" }),
    // @ts-expect-error: there is no such resource
    () => web.colocateSets([{ resources: ["vip", "nothing"] }]),
    // @ts-expect-error: there is no such resource
    () => web.order("vip", "nothing"),
    // @ts-expect-error: there is no such resource
    () => web.orderSets([{ resources: ["nothing"] }]),
    // @ts-expect-error: there is no such resource
    () => web.ticket("T", "nothing"),
    // @ts-expect-error: there is no such resource
    () => web.tag("more", ["nothing"]),
    // @ts-expect-error: there is no such device
    () => web.fencingLevel({ node: "alpha", level: 1, devices: ["vip"] }),
    // @ts-expect-error: there is no such node
    () => web.fencingLevel({ node: "beta", level: 1, devices: ["f"] }),
    // @ts-expect-error: a group is no template
    () => web.resource(primitive("x", { template: "g" })),
    // @ts-expect-error: there is no such template
    () => web.resource(clone("x", group("y", [primitive("z", { template: "no" })]))),
    // @ts-expect-error: there is no such role
    () => web.grant("alice", ["writer"]),
    // @ts-expect-error: there is no such resource
    () => web.accessRole("writer", [{ access: "write", reference: "nothing" }]),
  ];
  expect(wrong.map(code)).toEqual(wrong.map(() => "unknown-reference"));
});

test("what is added to one configuration is not known in another that was made before", () => {
  const before = cluster().node("alpha");
  before.resource(primitive("late", DUMMY));
  // @ts-expect-error: the resource is only in what the call gave
  expect(code(() => before.locate("late", { node: "alpha", score: 1 }))).toBe("unknown-reference");
});

test("values that mean nothing are refused", () => {
  const wrong: readonly (() => unknown)[] = [
    // @ts-expect-error: no score is called so
    () => web.locate("vip", { node: "alpha", score: "INFINITE" }),
    () => web.locate("vip", { node: "alpha", score: 1.5 }),
    () => web.locate("vip", { node: "alpha", score: 1_000_001 }),
    // @ts-expect-error: an agent has a provider or another standard
    () => web.resource(primitive("x", "apache")),
    // @ts-expect-error: a time span has a unit
    () => web.resource(primitive("x", DUMMY, { operations: [{ name: "monitor", interval: "10 parsecs" }] })),
    () => web.resource(primitive("x", "systemd:")),
    () => web.resource(primitive("1st", DUMMY)),
    () => web.fencingLevel({ node: "alpha", level: 10, devices: ["f"] }),
    () => cluster().options({ "cluster-name": "a\u0000" }).build(),
  ];
  expect(wrong.map(code)).toEqual(wrong.map(() => "invalid-value"));
  // @ts-expect-error: no meta-attribute is called so
  primitive("x", DUMMY, { meta: { "target-rule": "Started" } });
  // @ts-expect-error: it is a truth value
  cluster().options({ "symmetric-cluster": "yes" });
});

test("ids that are known when the program runs are checked when it runs", () => {
  let built = dynamicCluster();
  for (const name of ["one", "two"]) built = built.node(name).resource(primitive(`on-${name}`, DUMMY));
  built = built.locate("on-one", { node: "two", score: 5 });
  expect(code(() => built.locate("on-three", { node: "two", score: 5 }))).toBe("unknown-reference");
});
