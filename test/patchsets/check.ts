import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  digestOnDisk,
  digestVersioned,
  elements,
  firstElement,
  formatXml,
  parseXml,
  type XmlElement,
} from "@sanode/cib";
import { change, OperationError } from "@sanode/cib/operations";
import {
  applyPatchsetElement,
  type CreateOptions,
  createPatchset,
  describePatchset,
  PatchsetError,
  parsePatchset,
  patchsetElement,
} from "@sanode/cib/patchset";
import { Random } from "../differential/random.js";
import { corrupt } from "./corrupt.js";
import { type Pair, randomPair } from "./documents.js";
import { type Run, runTool } from "./reference.js";

/** A way of comparing documents: the options of `crm_diff` and ours for the same. */
interface Form {
  readonly flags: readonly string[];
  readonly options: CreateOptions;
}

const FORMS: readonly [Form, ...Form[]] = [
  { flags: [], options: {} },
  { flags: ["--cib"], options: { digest: true, attributeOrder: false } },
  { flags: ["--no-version"], options: { versions: false } },
];

const NO_RESULT = "76 No message of desired type";
const NOT_APPLICABLE = "1 Application of update diff failed";

/** Something in which we and the reference differ. */
export interface Mismatch {
  readonly what: string;
  readonly ours: string;
  readonly reference: string;
}

/** What came of one pair of documents. */
export interface Outcome {
  readonly mismatches: readonly Mismatch[];
  /** How many answers were compared. */
  readonly compared: number;
  /** How often the reference crashed. */
  readonly crashed: number;
}

/** Compares all that is done with the pair of documents that a seed gives. */
export async function checkSeed(seed: number, folder: string): Promise<Outcome> {
  const random = new Random(seed);
  const check = new Check(random, randomPair(random), folder);
  await check.run();
  return check;
}

class Check implements Outcome {
  readonly mismatches: Mismatch[] = [];
  compared = 0;
  crashed = 0;
  readonly #random: Random;
  readonly #pair: Pair;
  readonly #folder: string;

  constructor(random: Random, pair: Pair, folder: string) {
    this.#random = random;
    this.#pair = pair;
    this.#folder = folder;
  }

  async run(): Promise<void> {
    const { before, after } = this.#pair;
    await this.#write("before.xml", before);
    await this.#write("after.xml", after);
    const form = this.#random.pick(FORMS);
    const patchset = await this.#create(form);
    if (patchset !== null) {
      await this.#apply(patchset, form);
      await this.#apply(corrupt(this.#random, patchset), form);
      if (this.#random.chance(0.6)) await this.#request(patchset);
    }
    if (this.#random.chance(0.1)) await this.#digests();
    if (this.#random.chance(0.2)) await this.#tell();
  }

  /** Our patchset has to be the reference's to the last character; returns it. */
  async #create({ flags, options }: Form): Promise<XmlElement | null> {
    const { before, after } = this.#pair;
    const patchset = createPatchset(before, after, options);
    const ours = patchset === null ? null : patchsetElement(patchset);
    const reference = await this.#tool("crm_diff", [...flags, "-o", "before.xml", "-n", "after.xml"]);
    if (reference === null) return null;
    this.#compare("patchset", ours === null ? "" : formatXml(ours), reference.output);
    this.#compare("status", ours === null ? "0" : "1", `${reference.status}`);
    if (patchset !== null && ours !== null) {
      this.#compare("parsed", JSON.stringify(parsePatchset(ours)), JSON.stringify(patchset));
    }
    return ours;
  }

  /** A patchset has to be applied or refused as the reference does. */
  async #apply(patchset: XmlElement, { flags }: Form): Promise<void> {
    await this.#write("patch.xml", patchset);
    const checked = flags.includes("--cib") || this.#random.chance(0.2);
    const reference = await this.#tool("crm_diff", [
      ...(checked ? ["--cib"] : []),
      "-o",
      "before.xml",
      "-p",
      "patch.xml",
    ]);
    if (reference === null) return;
    const [ours, theirs] = [this.#applied(patchset, checked), applied(reference)];
    // Whether a change without content or one without an element is told depends on which is found first.
    const isRefusedAnyway = ours === NO_RESULT && theirs === NOT_APPLICABLE;
    this.#compare("applied", isRefusedAnyway ? theirs : ours, theirs);
  }

  #applied(patchset: XmlElement, checked: boolean): string {
    try {
      return formatXml(applyPatchsetElement(this.#pair.before, patchset, { checkVersions: checked }));
    } catch (error) {
      return error instanceof PatchsetError ? `${error.exitStatus} ${error.summary}` : `crashed: ${error}`;
    }
  }

  async #digests(): Promise<void> {
    for (const [flag, digest] of [
      ["--md5-sum", digestOnDisk],
      ["--md5-sum-versioned", digestVersioned],
    ] as const) {
      const reference = await this.#tool("cibadmin", [flag, "-x", "after.xml"]);
      if (reference !== null) this.#compare(flag, digest(this.#pair.after), reference.output.trim());
    }
  }

  /** A request to apply a patchset has to make of a CIB what `cibadmin` makes of it. */
  async #request(patchset: XmlElement): Promise<void> {
    if (!this.#isUsableAsCib() || !this.#isUsualRequest(patchset)) return;
    await this.#write("live.xml", this.#pair.before);
    await this.#write("patch.xml", patchset);
    const reference = await this.#tool("cibadmin", ["--patch", "-x", "patch.xml"], { CIB_file: "live.xml" });
    if (reference === null) return;
    const live = formatXml(parseXml(await readFile(join(this.#folder, "live.xml"))));
    const summary = reference.errors.trim().replace("cibadmin: CIB API call failed: ", "");
    const outcome = reference.status === 0 ? live : `${reference.status} ${summary}`;
    this.#compare("request", this.#requested(patchset), outcome);
  }

  /**
   * Whether a patchset does what it should, and neither takes a counter from the root nor moves anything: the reference
   * does not count that, although the document is another afterwards.
   */
  #isUsualRequest(patchset: XmlElement): boolean {
    const { before, after } = this.#pair;
    const isCounted = [before, after].every(({ attributes }) =>
      ["admin_epoch", "epoch", "num_updates"].every((counter) => attributes[counter] !== undefined),
    );
    const moves = elements(patchset).some(({ attributes }) => attributes.operation === "move");
    return isCounted && !moves && this.#applied(patchset, false) === formatXml(after);
  }

  #requested(patchset: XmlElement): string {
    try {
      return formatXml(change(this.#pair.before, { operation: "patch", patchset }).document);
    } catch (error) {
      if (error instanceof PatchsetError) return `${error.exitStatus} ${error.summary}`;
      return error instanceof OperationError ? `${error.exitStatus} ${error.text}` : `crashed: ${error}`;
    }
  }

  /** Whether both documents go without validation, and nothing is added to them when they are read. */
  #isUsableAsCib(): boolean {
    return [this.#pair.before, this.#pair.after].every(
      (document) =>
        document.attributes["validate-with"] === "none" && firstElement(document, "status") !== undefined,
    );
  }

  /** The words of a patchset have to be those that `crm_shadow` has for it. */
  async #tell(): Promise<void> {
    if (!this.#isUsableAsCib()) return;
    const { before, after } = this.#pair;
    const environment = { CIB_file: "before.xml", CIB_shadow_dir: this.#folder, CIB_shadow: "new" };
    await this.#write("shadow.new", after);
    const reference = await this.#tool("crm_shadow", ["--diff"], environment);
    if (reference === null) return;
    const patchset = createPatchset(before, after);
    const lines = patchset === null ? [] : describePatchset(patchset);
    this.#compare("words", lines.map((line) => `${line}\n`).join(""), reference.output);
  }

  #write(name: string, document: XmlElement): Promise<void> {
    return writeFile(join(this.#folder, name), formatXml(document));
  }

  async #tool(tool: string, args: readonly string[], environment = {}): Promise<Run | null> {
    const run = await runTool(tool, args, this.#folder, environment);
    if (run === null) this.crashed += 1;
    return run;
  }

  #compare(what: string, ours: string, reference: string): void {
    this.compared += 1;
    if (ours !== reference) this.mismatches.push({ what, ours, reference });
  }
}

/** The document that a run printed, or its exit status and why it refused. */
function applied({ status, output, errors }: Run): string {
  if (status === 0) return formatXml(parseXml(output));
  const summary = /Could not apply patch: (.*)/.exec(errors)?.[1];
  return `${status} ${summary ?? errors.trim()}`;
}
