import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentOf, epochOf, openOn } from "../test-support/documents.js";
import { PowerLoss, SimulatedFiles } from "../test-support/simulated-files.js";

/** Whether an action got through before the power went. */
async function survives(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof PowerLoss) return false;
    }
    throw error;
  }
}

async function openAndWrite(
  files: SimulatedFiles,
  epochs: readonly number[],
  backups: number,
): Promise<number> {
  let acknowledged = 0;
  await survives(async () => {
    const store = await openOn(files, { backups });
    for (const epoch of epochs) {
      await store.write(documentOf(epoch));
      acknowledged = epoch;
    }
  });
  return acknowledged;
}

describe("whenever the power goes", () => {
  it.each([0, 1, 2, 100])(
    "whatever was not durable by then, the last acknowledged document or a later one is found (%d backups)",
    async (backups) => {
      const epochs = [1, 2, 3];
      const seen = new Set<number>();
      for (let steps = 0; ; steps += 1) {
        const files = new SimulatedFiles();
        files.losePowerAfter(steps);
        const acknowledged = await openAndWrite(files, epochs, backups);
        const subsets = 2 ** files.pending;
        for (let subset = 0; subset < subsets; subset += 1) {
          const after = files.afterPowerLoss((change) => (subset & (1 << change)) !== 0);
          const found = epochOf((await openOn(after, { backups })).document);
          seen.add(found);
          if (found < acknowledged || found > acknowledged + 1) {
            expect.fail(
              `after ${steps} steps, with changes ${subset.toString(2)}: ${found}, not ${acknowledged}`,
            );
          }
        }
        if (acknowledged === epochs.at(-1)) break;
      }
      expect([...seen].sort()).toEqual([0, 1, 2, 3]);
    },
  );

  it("again and again, also during a recovery, on a disk that may be full, no acknowledged document is lost", async () => {
    const round = fc.record({
      writes: fc.nat(5),
      full: fc.integer({ min: -1, max: 5 }),
      steps: fc.nat(150),
      survivors: fc.infiniteStream(fc.boolean()),
    });
    const limits = fc.constantFrom(0, 1, 2, 3, 100);
    const property = fc.asyncProperty(
      fc.array(round, { minLength: 1, maxLength: 8 }),
      limits,
      async (rounds, backups) => {
        let files = new SimulatedFiles();
        let acknowledged = 0;
        let given = 0;
        for (const { writes, full, steps, survivors } of rounds) {
          files.losePowerAfter(steps);
          await survives(async () => {
            const store = await openOn(files, { backups });
            expect(epochOf(store.document)).toBeGreaterThanOrEqual(acknowledged);
            acknowledged = epochOf(store.document);
            for (let write = 0; write < writes; write += 1) {
              const isFull = write === full;
              files.refusals = isFull ? 1 : 0;
              given += 1;
              const written = store.write(documentOf(given));
              if (isFull) await expect(written).rejects.toThrow();
              else {
                await written;
                acknowledged = given;
              }
              expect(epochOf(store.document)).toBe(acknowledged);
            }
          });
          files = files.afterPowerLoss(() => survivors.next().value === true);
        }
        const last = epochOf((await openOn(files, { backups })).document);
        expect(last).toBeGreaterThanOrEqual(acknowledged);
        expect(last).toBeLessThanOrEqual(given);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  it("during the recovery of a damaged document, the newest good backup is found in the end", async () => {
    const damaged = async (): Promise<SimulatedFiles> => {
      const files = new SimulatedFiles();
      const store = await openOn(files);
      for (const epoch of [1, 2, 3]) await store.write(documentOf(epoch));
      files.put("cib.xml", (files.text("cib.xml") ?? "").replace('epoch="3"', 'epoch="9"'));
      return files;
    };
    for (let steps = 0, isDone = false; !isDone; steps += 1) {
      const files = await damaged();
      files.losePowerAfter(steps);
      isDone = await survives(() => openOn(files));
      for (let subset = 0; subset < 2 ** files.pending; subset += 1) {
        const after = files.afterPowerLoss((change) => (subset & (1 << change)) !== 0);
        const store = await openOn(after);
        expect([steps, subset, epochOf(store.document)]).toEqual([steps, subset, 2]);
        expect(after.text("cib.xml")).toBe(after.text("cib-2.raw"));
      }
    }
  });
});

describe("a write that fails", () => {
  it("is told to all whose document it was to make durable, leaves nothing behind, and is no obstacle to the next", async () => {
    const files = new SimulatedFiles();
    const store = await openOn(files);
    await store.write(documentOf(1));
    files.refusals = 1;
    const results = await Promise.allSettled([2, 3, 4].map((epoch) => store.write(documentOf(epoch))));
    const refused = { status: "rejected", reason: { code: "no-space" } };
    expect(results).toMatchObject([refused, refused, refused]);
    expect(epochOf(store.document)).toBe(1);
    expect(files.names.filter((name) => name.startsWith("cib.tmp"))).toEqual([]);
    await store.write(documentOf(5));
    expect(epochOf((await openOn(files)).document)).toBe(5);
  });
});
