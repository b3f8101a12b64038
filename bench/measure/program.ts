import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromEpoch, parseInteger, parseXml, upgradeCib } from "@sanode/cib";
import { type Schedule, schedule } from "@sanode/pengine";
import { calibrate } from "./calibration.js";
import type { Cost, Measurement } from "./measurement.js";

/*
 * Runs in a process of its own: `program.js ENOUGH ROUNDS PATH` measures what it takes to schedule a document, or all documents of a
 * directory, from bytes to graph. Without a path a fixed calculation is measured, which tells how fast the machine is.
 */

const [enough = "0", maximum = "1", path] = process.argv.slice(2);

/** The first rounds are slower, as the machine code for what is done often is made meanwhile. */
const FEWEST = 3;

/** @param enough milliseconds of processor time after which no other round is begun */
function measure(round: () => void, enough: number, maximum: number): Cost[] {
  const costs: Cost[] = [];
  let spent = 0;
  do {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    round();
    const { user, system } = process.cpuUsage(cpu);
    costs.push({ wall: performance.now() - wall, cpu: (user + system) / 1000 });
    spent += (user + system) / 1000;
  } while (costs.length < maximum && (costs.length < FEWEST || spent < enough));
  return costs;
}

function answer(input: Uint8Array): Schedule {
  const { cib } = upgradeCib(parseXml(input));
  const date = parseInteger(cib.attributes["execution-date"] ?? "") ?? 1_700_000_000;
  return schedule(cib, { now: fromEpoch(date) });
}

function inputs(path: string): Uint8Array[] {
  if (path.endsWith(".xml")) return [readFileSync(path)];
  const names = readdirSync(path).filter((name) => name.endsWith(".xml"));
  return names.sort().map((name) => readFileSync(join(path, name)));
}

function measurePath(path: string): Measurement {
  const documents = inputs(path);
  let [resources, links] = [0, 0];
  const round = (): void => {
    [resources, links] = [0, 0];
    for (const document of documents) {
      const { state } = answer(document);
      resources += state.resourceCount;
      for (const action of state.actions) links += 1 + action.inputs.length;
    }
  };
  const costs = measure(round, Number(enough), Number(maximum));
  const bytes = documents.reduce((sum, { length }) => sum + length, 0);
  return { costs, peak: peakMemory(), bytes, resources, links };
}

/** Bytes. What `resourceUsage` tells begins with what the process had that started this one, so Linux is asked. */
function peakMemory(): number {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const kibibytes = /^VmHWM:\s*(\d+)/m.exec(status)?.[1];
  return 1024 * (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes));
}

const measurement: Measurement =
  path === undefined
    ? {
        costs: measure(calibrate, Number(enough), Number(maximum)),
        peak: 0,
        bytes: 0,
        resources: 0,
        links: 0,
      }
    : measurePath(path);
process.stdout.write(JSON.stringify(measurement));
