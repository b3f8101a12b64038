import { digestParameters } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import {
  describeResource,
  history,
  meta,
  operations,
  parameters,
  primitive,
  type RecordedCluster,
  readRecorded,
  requested,
} from "../../test-support/recorded.js";
import { checkDefinitions } from "./definition-changes.js";

const digest = (values: Record<string, string>): string => digestParameters(Object.entries(values));

/** The actions that the check adds to those that reading the status requested. */
function added(cluster: RecordedCluster): string[] {
  const state = readRecorded(cluster);
  const before = state.actions.length;
  checkDefinitions(state);
  return requested(state)
    .slice(before)
    .map((line) => line.replace(/\d+ /, ""));
}

const now = { p: "1", t: "5" };

/** A resource with parameters p=1 and t=5 whose start on n1 is recorded with these digests. */
function started(digests: string, inner = "", live = false): string[] {
  const more = digests.includes("op-digest") ? digests : `op-digest="" ${digests}`;
  const entries = [["start", { more }]] as const;
  return added({
    live,
    resources: primitive("A", parameters("A", now) + inner),
    nodes: { n1: { history: history("A", ...entries).replace('op-digest=""', "") }, n2: {} },
  });
}

const changed = `op-digest="${digest({ p: "1", t: "9" })}"`;
const listed = (restart: string) => `op-restart-digest="${restart}" op-force-restart=" p "`;

describe("parameters of a start", () => {
  it("that are the same ask for nothing", () => {
    expect(started(`op-digest="${digest(now)}"`)).toEqual([]);
  });

  it("that may be reloaded are reloaded if only they changed", () => {
    expect(started(`${changed} ${listed(digest({ p: "1" }))}`)).toEqual(["A_reload-agent_0 n1"]);
  });

  it.each([
    ["another than a reloadable one changed", `${changed} ${listed(digest({ p: "2" }))}`],
    ["the agent cannot reload", changed],
    ["no digest is recorded", ""],
  ])("ask for a restart if %s", (_, digests) => {
    expect(started(digests)).toEqual(["A_start_0 anywhere"]);
  });

  it("that are secret prove nothing, but in a running cluster's own document", () => {
    const secure = `op-secure-params=" t " op-secure-digest="${digest({ p: "1" })}"`;
    expect(started(`${changed} ${secure}`)).toEqual([]);
    expect(started(`${changed} ${secure}`, "", true)).toEqual(["A_start_0 anywhere"]);
  });

  it("are not reloaded while a start is pending (params-3)", () => {
    const digests = `${changed} ${listed(digest({ p: "1" }))}`;
    const actions = added({
      resources: primitive("A", parameters("A", now)),
      nodes: { n1: { history: history("A", ["start", { rc: 193, status: -1, call: -1, more: digests }]) } },
    });
    expect(actions).toEqual(["A_stop_0 n1"]);
  });

  it("of the operation itself ask for a restart even where the others may be reloaded", () => {
    const own =
      '<operations><op id="s" name="start" interval="0"><instance_attributes id="si"><nvpair id="sq" name="q" value="1"/></instance_attributes></op></operations>';
    expect(started(`${changed} ${listed(digest({ p: "1" }))}`, own)).toEqual(["A_start_0 anywhere"]);
  });
});

describe("digests are computed for the entry that is examined first", () => {
  it("whose missing restart digest hides that of a later entry", () => {
    const failure = ["start", { call: 1, rc: 0, id: "A_last_failure_0", more: changed }] as const;
    const later = ["start", { call: 2, more: `${changed} ${listed(digest({ p: "2" }))}` }] as const;
    const cluster = (...entries: (typeof failure | typeof later)[]) => ({
      resources: primitive("A", parameters("A", now)),
      nodes: { n1: { history: history("A", ...entries) } },
    });
    expect(added(cluster(later))).toEqual(["A_start_0 anywhere"]);
    expect(added(cluster(failure, later))).toContain("A_reload-agent_0 n1");
  });
});

describe("recurring operations", () => {
  const running = ["monitor", { interval: 10, more: 'op-digest="other"' }] as const;
  const same = `op-digest="${digest(now)}"`;

  it("are scheduled again when their parameters changed", () => {
    const state = readRecorded({
      resources: primitive("A", operations("A", 'name="monitor" interval="10s"')),
      nodes: { n1: { history: history("A", ["start"], running) } },
    });
    checkDefinitions(state);
    expect(state.actions.map(({ keyTask, reschedule }) => [keyTask, reschedule])).toEqual([
      ["monitor", true],
    ]);
  });

  it("are cancelled when they are configured no more or disabled", () => {
    const gone = (inner: string) => {
      const state = readRecorded({
        resources: primitive("A", inner),
        nodes: { n1: { history: history("A", ["start"], ["monitor", { interval: 10 }]) } },
      });
      checkDefinitions(state);
      return state.actions.map(({ task, optional, meta: values }) => [task, optional, values.get("call_id")]);
    };
    expect(gone("")).toEqual([["cancel", false, "2"]]);
    expect(gone(operations("A", 'name="monitor" interval="10s" enabled="false"'))).toEqual([
      ["cancel", false, "2"],
    ]);
    expect(gone(operations("A", 'name="monitor" interval="10000ms"'))).toEqual([
      ["monitor", true, undefined],
    ]);
  });

  it("are cancelled during maintenance (rsc-maintenance)", () => {
    const inner = meta("A", { maintenance: "true" }) + operations("A", 'name="monitor" interval="10s"');
    const state = readRecorded({
      resources: primitive("A", inner),
      nodes: { n1: { history: history("A", ["start", { more: same }], ["monitor", { interval: 10 }]) } },
    });
    checkDefinitions(state);
    expect(state.actions.map(({ task }) => task)).toContain("cancel");
  });
});

describe("an agent that was exchanged", () => {
  const nodes = {
    n1: { history: history("A", ["start"]) },
    n2: { history: history("A", ["monitor", { rc: 7 }]) },
  };

  it("means a stop where the old one runs, and no history of it anywhere", () => {
    expect(added({ resources: primitive("A", "", "Other"), nodes })).toEqual([
      "A_stop_0 n1",
      "A_delete_0 n1",
      "A_delete_0 n2",
    ]);
  });
});

describe("a removed resource", () => {
  it("has its history deleted on every node (orphan-1)", () => {
    const nodes = {
      n1: { history: history("A", ["start"]) },
      n2: { history: history("A", ["monitor", { rc: 7 }]) },
    };
    expect(added({ nodes })).toEqual(["A_delete_0 n1", "A_delete_0 n2"]);
  });

  it("that failed keeps it until it has been stopped", () => {
    const cluster = {
      nodes: { n1: { history: history("A", ["start"], ["monitor", { interval: 10, rc: 1 }]) } },
    };
    expect(describeResource(readRecorded(cluster), "A")).toBe("FAILED Started n1");
    expect(added(cluster)).toEqual([]);
  });
});
