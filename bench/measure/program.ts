import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromEpoch, parseInteger, parseXml, upgradeCib } from "@sanode/cib";
import { type Schedule, schedule } from "@sanode/pengine";
import { calibrate } from "./calibration.js";
import { type Cost, least, type Measurement } from "./measurement.js";
import { threadTime } from "./thread-time.js";

/*
 * Runs in a process of its own: `program.js ENOUGH ROUNDS WARM PATH SMALLER...` measures what it takes to schedule a document, or all
 * documents of a directory, from bytes to graph.
 *
 * The first round is cold. Then smaller documents are scheduled for a while: how warm the code is must not depend on how many rounds
 * there is time for, or large documents seem to take longer than they do. Between rounds a fixed calculation tells how fast the machine
 * is just then.
 */

const [enough = "0", maximum = "1", warm = "0", path = "", ...smaller] = process.argv.slice(2);

/** Rounds that there always are: the later half of them counts. */
const FEWEST = 6;

/** How often the unit is calculated before that counts. */
const UNIT_WARM_UP = 3;

/** Milliseconds of rounds between two calculations of the unit. */
const UNIT_PERIOD = 100;

interface Rounds {
  readonly costs: readonly Cost[];
  /** Of the calculations between rounds. */
  readonly units: readonly Cost[];
}

/**
 * @param warmUp done once after the first round
 * @param enough milliseconds of processor time after which no other round is begun
 */
function measure(round: () => void, warmUp: () => void, enough: number, maximum: number): Rounds {
  const costs = [cost(round)];
  warmUp();
  for (let index = 0; index < UNIT_WARM_UP; index += 1) calibrate();
  const units = [cost(calibrate)];
  let [spent, told] = [0, 0];
  while (costs.length < maximum && (costs.length < FEWEST || spent < enough)) {
    const next = cost(round);
    costs.push(next);
    spent += next.thread;
    if (spent - told < UNIT_PERIOD) continue;
    units.push(cost(calibrate));
    told = spent;
  }
  return { costs, units };
}

function cost(round: () => void): Cost {
  const [wall, cpu, thread] = [performance.now(), process.cpuUsage(), threadTime()];
  round();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - wall, cpu: (user + system) / 1000, thread: threadTime() - thread };
}

/** Schedules documents in turn, for some milliseconds of processor time. */
function warmUp(documents: readonly Uint8Array[], duration: number): void {
  const end = threadTime() + duration;
  while (threadTime() < end) for (const document of documents) answer(document);
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
  const warmers = smaller.length === 0 ? documents : smaller.flatMap(inputs);
  const { costs, units } = measure(
    round,
    () => warmUp(warmers, Number(warm)),
    Number(enough),
    Number(maximum),
  );
  const bytes = documents.reduce((sum, { length }) => sum + length, 0);
  const unit = least(units);
  return { costs, unit, peak: peakMemory(), bytes, resources, links };
}

/** Bytes. What `resourceUsage` tells begins with what the process had that started this one, so Linux is asked. */
function peakMemory(): number {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const kibibytes = /^VmHWM:\s*(\d+)/m.exec(status)?.[1];
  return 1024 * (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes));
}

process.stdout.write(JSON.stringify(measurePath(path)));
