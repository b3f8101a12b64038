import fc from "fast-check";
import { expect, test } from "vitest";
import { configuration, dummyAgent, FencingWorld, type LevelText } from "../test-support/fencing-world.js";
import { isPending } from "./history/record.js";

const NODES = ["n1", "n2", "n3"] as const;
const DEVICES = ["a", "b", "c", "d"] as const;
const TARGET = "n3";

const device = fc.record({
  mode: fc.constantFrom("pass", "pass", "fail", "fail-off", "fail-on", "hang"),
  type: fc.constantFrom("fence_dummy", "fence_dummy_on", "fence_dummy_no_reboot", "fence_dummy_automatic"),
  seconds: fc.constantFrom("0", "1", "4"),
  pcmk_host_list: fc.constantFrom("n1 n2 n3", TARGET, "n1"),
  pcmk_off_retries: fc.constantFrom("1", "2"),
  pcmk_delay_base: fc.constantFrom("0", "2"),
});

const devices = fc.record(Object.fromEntries(DEVICES.map((id) => [id, device])));
const level = fc.uniqueArray(fc.constantFrom(...DEVICES, "nobody"), { minLength: 1, maxLength: 3 });
const levels = fc
  .array(level, { maxLength: 3 })
  .map((all) => all.map((ids, at): LevelText => [TARGET, at + 1, ids.join(",")]));
const bans = fc.uniqueArray(fc.tuple(fc.constantFrom(...DEVICES), fc.constantFrom(...NODES)), {
  maxLength: 4,
});

const constraints = (banned: readonly (readonly [string, string])[]): string =>
  banned
    .map(([id, node], at) => `<rsc_location id="b${at}" rsc="${id}" node="${node}" score="-INFINITY"/>`)
    .join("");

/** A cluster whose agents' successes are noted: by device, what they did to the target. */
async function cluster(of: readonly string[] = NODES): Promise<{ world: FencingWorld; done: Set<string> }> {
  const done = new Set<string>();
  const world = new FencingWorld(of, (call) => {
    const answer = dummyAgent(call);
    const timely = (answer?.duration ?? 0) <= call.timeout;
    if (answer !== undefined && (answer.exitStatus ?? 0) === 0 && timely) {
      done.add(`${call.input.get("action")} ${call.device}`);
    }
    return answer;
  });
  return { world, done };
}

test("a node is reported fenced only if all devices of a level, or without levels one device, did it", async () => {
  await fc.assert(
    fc.asyncProperty(
      devices,
      levels,
      bans,
      fc.constantFrom("off", "reboot"),
      fc.constantFrom(...NODES),
      fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
      async (defined, wanted, banned, action, node, lossAfter) => {
        const { world, done } = await cluster();
        await world.configure(configuration(defined, wanted, { constraints: constraints(banned) }));
        const asked = world.fencer(node).fence({ target: TARGET, action, timeout: 8, client: "c.1" });
        if (lossAfter !== undefined) {
          await world.clock.advance(1000 * lossAfter);
          world.fencer("n2").stop();
        }
        const [outcome] = await world.settle([asked]);
        const did = (id: string): boolean => done.has(`off ${id}`) || done.has(`reboot ${id}`);
        const enough =
          wanted.length === 0
            ? DEVICES.some(did)
            : wanted.some(([, , ids]) => ids.split(",").every((id) => did(id)));
        if (outcome?.succeeded === true) expect(enough).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

test("requests for the same are one operation with one end, and nothing stays pending", async () => {
  await fc.assert(
    fc.asyncProperty(
      devices,
      levels,
      fc.array(fc.constantFrom(...NODES.slice(0, 2)), { minLength: 2, maxLength: 5 }),
      async (defined, wanted, askers) => {
        const { world } = await cluster();
        await world.configure(configuration(defined, wanted));
        const asked = askers.map((node, at) => {
          const request = { target: TARGET, action: "off", timeout: 8, client: `c.${at}` } as const;
          return world.fencer(node).fence(request);
        });
        await world.settle(asked);
        expect(world.totals.length).toBeLessThanOrEqual(new Set(askers).size);
        for (const { history } of world.fencers.values()) expect(history.filter(isPending)).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

test("the history has pending operations first, then the latest, the same on all nodes", async () => {
  await fc.assert(
    fc.asyncProperty(
      devices,
      fc.array(fc.tuple(fc.constantFrom("n1", "n2", "x"), fc.constantFrom("off", "reboot")), {
        maxLength: 6,
      }),
      async (defined, requests) => {
        const { world } = await cluster();
        await world.configure(configuration(defined));
        for (const [target, action] of requests) {
          await world.fence("n3", { target, action, timeout: 5 });
        }
        const histories = Array.from(world.fencers.values(), ({ history }) => history);
        for (const history of histories) {
          const times = history.map(({ completed }) => completed ?? Number.POSITIVE_INFINITY);
          expect(times).toEqual(times.toSorted((a, b) => b - a));
          expect(history.length).toBe(requests.length);
        }
      },
    ),
    { numRuns: 30 },
  );
});
