import { describe, expect, it } from "vitest";
import {
  describeResource,
  history,
  primitive,
  primitiveNamed,
  type Recorded,
  type RecordedNode,
  readRecorded,
  requested,
} from "../../test-support/recorded.js";

type Entry = readonly [task: string, recorded?: Recorded];

const course = 'migrate_source="n1" migrate_target="n2"';
const start: Entry = ["start", { call: 1 }];
const migrateTo: Entry = ["migrate_to", { call: 2, more: course }];
const migrateFrom: Entry = ["migrate_from", { call: 3, more: course }];
const probe: Entry = ["monitor", { call: 1, rc: 7 }];
const stop: Entry = ["stop", { call: 4 }];

/** A resource that migrates from n1 to n2, with what both remember. */
function migrating(onSource: readonly Entry[], onTarget: readonly Entry[], target: RecordedNode = {}) {
  const state = readRecorded({
    resources: primitive(
      "A",
      '<meta_attributes id="m"><nvpair id="mm" name="allow-migrate" value="true"/></meta_attributes>',
    ),
    nodes: {
      n1: { history: history("A", ...onSource) },
      n2: { history: onTarget.length === 0 ? "" : history("A", ...onTarget), ...target },
    },
  });
  const resource = primitiveNamed(state, "A");
  return {
    is: describeResource(state, "A"),
    partial: resource.partialMigrationTarget?.name ?? null,
    dangling: resource.danglingMigrationSources.map(({ name }) => name),
    actions: requested(state),
  };
}

describe("a migration that left its source", () => {
  it("is partial while the target has not answered", () => {
    expect(migrating([start, migrateTo], [probe])).toMatchObject({ is: "Started n2 n1", partial: "n2" });
  });

  it("says nothing of a target that has not even been probed", () => {
    expect(migrating([start, migrateTo], [])).toMatchObject({ is: "Started n1", partial: null });
  });

  it("has failed if the target was found not running it since", () => {
    expect(migrating([start, migrateTo], [["monitor", { call: 3, rc: 7 }]]).is).toBe("FAILED Started n1");
  });

  it("takes two probes for no proof", () => {
    const probes: Entry[] = [
      ["monitor", { call: 3, rc: 7, id: "A_last_0" }],
      ["monitor", { call: 4, rc: 7, id: "A_last_failure_0" }],
    ];
    expect(migrating([start, migrateTo], probes).is).toBe("Started n2 n1");
  });

  it("has failed if the target is gone or has stopped it since", () => {
    const down = { state: 'in_ccm="false" crmd="offline" join="down"' };
    expect(migrating([start, migrateTo], [probe], down).is).toBe("FAILED Started n1");
    expect(migrating([start, migrateTo], [stop]).is).toBe("FAILED Started n1");
  });

  it("must still be stopped on the source when it has arrived", () => {
    expect(migrating([start, migrateTo], [migrateFrom])).toMatchObject({
      is: "Started n2",
      dangling: ["n1"],
    });
  });

  it("runs on the target alone once the source has been stopped", () => {
    expect(migrating([start, migrateTo, stop], [probe]).is).toBe("Started n2");
    expect(migrating([start, migrateTo, stop], [migrateFrom])).toMatchObject({
      is: "Started n2",
      dangling: [],
    });
  });
});

describe("a migration that did not arrive", () => {
  const failed: Entry = ["migrate_from", { call: 3, rc: 1, more: course }];

  it("may run on both nodes", () => {
    expect(migrating([start, migrateTo], [probe, failed]).is).toBe("FAILED Started n2 n1");
  });

  it("runs on the target alone once the source has been stopped", () => {
    expect(migrating([start, migrateTo, stop], [probe, failed]).is).toBe("FAILED Started n2");
  });
});

it("a migration pending on an unclean source is stopped on the target (migrate_to-failed-but-unclean)", () => {
  const state = readRecorded({
    resources: primitive("A"),
    nodes: {
      n1: {
        state: 'in_ccm="true" crmd="offline" join="member" expected="member"',
        history: history("A", start, ["migrate_to", { call: 2, rc: 193, status: -1, more: course }]),
      },
      n2: {},
    },
    options: { "shutdown-lock": "true" },
  });
  expect(requested(state)).toContain("2 A_stop_0 n2");
});
