import { CommandError, ExitStatus } from "./exit-status.js";

/** One option of a command. */
export interface OptionSpec {
  readonly long: string;
  readonly short?: string;
  /** What its value is called in help texts; an option without it takes none. */
  readonly value?: string;
  /** Whether the value may be left out; it then is the empty text. */
  readonly optional?: boolean;
  readonly help: string;
}

/** Options of a kind, under a title of their own in help texts. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionSpec[];
}

/** Options as they were given. */
export class GivenOptions {
  readonly #values = new Map<string, string[]>();
  /** Names of all options in the order in which they were given. */
  readonly order: string[] = [];
  /** Words that are no options, each with the option that stands right before it and has a value, if any. */
  readonly words: { readonly text: string; readonly after: string | null }[] = [];

  add(long: string, value: string): void {
    const values = this.#values.get(long);
    if (values === undefined) this.#values.set(long, [value]);
    else values.push(value);
    this.order.push(long);
  }

  has(long: string): boolean {
    return this.#values.has(long);
  }

  /** How often an option was given. */
  count(long: string): number {
    return this.#values.get(long)?.length ?? 0;
  }

  /** The value of an option; of several the last. */
  value(long: string): string | undefined {
    return this.#values.get(long)?.at(-1);
  }

  /** All values of an option, in order. */
  values(long: string): readonly string[] {
    return this.#values.get(long) ?? [];
  }
}

/**
 * Reads arguments in the manner of Pacemaker's tools: short options may be joined (`-sSQ`), the last of them with its value
 * (`-xFILE`); long ones have it after `=` or as the next argument. A value may begin with a dash.
 *
 * @throws CommandError for an unknown option or a missing value
 */
export function readOptions(args: readonly string[], groups: readonly OptionGroup[]): GivenOptions {
  const specs = groups.flatMap((group) => group.options);
  const byLong = new Map(specs.map((spec) => [spec.long, spec]));
  const byShort = new Map(specs.map((spec) => [spec.short ?? "", spec]));
  const given = new GivenOptions();
  const rest = [...args];
  const nextValue = (name: string, optional = false): string => {
    if (optional && (rest[0] ?? "-").startsWith("-")) return "";
    const value = rest.shift();
    if (value === undefined) throw new CommandError(ExitStatus.usage, `Missing argument for ${name}`);
    return value;
  };
  let after: string | null = null;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--") break;
    if (arg === "-" || !arg.startsWith("-")) {
      given.words.push({ text: arg, after });
      continue;
    }
    if (arg.startsWith("--")) {
      const [name = "", ...values] = arg.slice(2).split("=");
      const spec = byLong.get(name);
      if (spec === undefined) throw new CommandError(ExitStatus.usage, `Unknown option --${name}`);
      const joined = values.length > 0 ? values.join("=") : undefined;
      given.add(spec.long, spec.value === undefined ? "" : (joined ?? nextValue(`--${name}`, spec.optional)));
      after = spec.value === undefined ? null : spec.long;
    } else after = readShort(arg, byShort, given, nextValue);
  }
  for (const text of rest) given.words.push({ text, after: null });
  return given;
}

/** Reads joined short options. Returns the one that had a value, if any. */
function readShort(
  arg: string,
  byShort: ReadonlyMap<string, OptionSpec>,
  given: GivenOptions,
  nextValue: (name: string, optional?: boolean) => string,
): string | null {
  for (let at = 1; at < arg.length; at += 1) {
    const letter = arg.charAt(at);
    const spec = byShort.get(letter);
    if (spec === undefined) throw new CommandError(ExitStatus.usage, `Unknown option -${letter}`);
    if (spec.value === undefined) {
      given.add(spec.long, "");
      continue;
    }
    const joined = arg.slice(at + 1);
    given.add(spec.long, joined === "" ? nextValue(`-${letter}`, spec.optional) : joined);
    return spec.long;
  }
  return null;
}
