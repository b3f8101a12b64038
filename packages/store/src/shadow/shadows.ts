import { randomBytes } from "node:crypto";
import { type FileHandle, link, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { formatXml, parseXml, type XmlElement, XmlError } from "@sanode/cib";
import { type ChangeResult, change, withoutText } from "@sanode/cib/operations";
import { systemCode } from "../errors.js";
import { syncDirectory } from "../files/directory.js";
import { SHADOW, shadowFile } from "./environment.js";
import { ShadowError } from "./errors.js";

/** How a shadow document is written. */
export interface WriteOptions {
  /** Whether it may take the place of one that is there. Default false. */
  readonly replace?: boolean;
}

/**
 * Documents beside the cluster's own, on which changes are tried before they are made: files `shadow.NAME` of one
 * directory, with their status, as `crm_shadow` makes them.
 */
export class Shadows {
  readonly directory: string;

  /** @param directory such as {@link shadowDirectory} tells; it need not be there to begin with */
  constructor(directory: string) {
    this.directory = directory;
  }

  /** The file of a shadow document, whether it is there or not. */
  file(name: string): string {
    return shadowFile(this.directory, name);
  }

  /** The names of all shadow documents, in alphabetical order. */
  async list(): Promise<readonly string[]> {
    try {
      const files = (await readdir(this.directory)).filter((file) => file.startsWith(SHADOW));
      return files.map((file) => file.slice(SHADOW.length)).sort();
    } catch (error) {
      if (systemCode(error) === "ENOENT") return [];
      throw problemOf(this.directory, error);
    }
  }

  /** @throws ShadowError `missing`, `not-xml` or `system` */
  async read(name: string): Promise<XmlElement> {
    const file = this.file(name);
    try {
      return withoutText(parseXml(await readFile(file)));
    } catch (error) {
      if (error instanceof XmlError)
        throw new ShadowError("not-xml", file, `${file}: ${error.message}`, error);
      throw problemOf(file, error);
    }
  }

  /**
   * Does nothing but fail where there is no such shadow document, or none that may be read.
   *
   * @throws ShadowError `missing` or `system`
   */
  async access(name: string): Promise<void> {
    const file = this.file(name);
    try {
      await (await open(file, "r")).close();
    } catch (error) {
      throw problemOf(file, error);
    }
  }

  /**
   * Writes a shadow document, so that its file has the old document or the new one as a whole at any time.
   *
   * @throws ShadowError `exists`, `missing` (the directory) or `system`
   */
  async write(name: string, document: XmlElement, { replace = false }: WriteOptions = {}): Promise<void> {
    const file = this.file(name);
    const temporary = `${this.directory}/.${SHADOW}${randomBytes(6).toString("hex")}`;
    try {
      await writeDurably(temporary, formatXml(document));
      if (replace) await rename(temporary, file);
      else await link(temporary, file);
      await syncDirectory(dirname(file));
    } catch (error) {
      throw problemOf(file, error);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Removes a shadow document; none of that name is no error. */
  async delete(name: string): Promise<void> {
    const file = this.file(name);
    try {
      await rm(file, { force: true });
    } catch (error) {
      throw problemOf(file, error);
    }
  }

  /** Makes the directory if it is not there. */
  async makeDirectory(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
  }
}

/** Owner and group may read it, as `crm_shadow` has it. */
async function writeDurably(path: string, text: string): Promise<void> {
  const file: FileHandle = await open(path, "wx", 0o640);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function problemOf(file: string, error: unknown): ShadowError {
  const code = systemCode(error);
  const reason = error instanceof Error ? error.message : String(error);
  if (code === "ENOENT") return new ShadowError("missing", file, reason, error);
  if (code === "EEXIST") return new ShadowError("exists", file, reason, error);
  return new ShadowError("system", file, reason, error);
}

/**
 * The cluster's document with a shadow's configuration, or the whole of the shadow in its place, as `crm_shadow --commit`
 * and `--commit --all` do it.
 *
 * @throws OperationError if the shadow has no configuration, or does not satisfy the schema, or, as a whole, is older
 */
export function commitShadow(
  document: XmlElement,
  shadow: XmlElement,
  { whole = false }: { readonly whole?: boolean } = {},
): ChangeResult {
  return change(document, {
    operation: "replace",
    input: shadow,
    ...(whole ? {} : { section: "configuration" }),
  });
}
