import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../packages", import.meta.url));

/** A package imports only packages of lower floors (ARCHITECTURE.md). */
const floors: Readonly<Record<string, number>> = {
  cib: 1,
  pengine: 2,
  ra: 2,
  tengine: 3,
  store: 2,
  lrm: 3,
  fencing: 3,
  attributes: 3,
  controller: 4,
  cli: 5,
};

/** These reach no clock, file, process, socket or timer. */
const pure = new Set(["cib", "pengine"]);

/** `import` and `export ... from` specifiers of a source file, dynamic imports included. */
function specifiers(text: string): string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;"']*?["']([^"']+)["']|import\(\s*["']([^"']+)["']/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? "");
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "dist" || name === "node_modules" ? [] : sources(path);
    return name.endsWith(".ts") && !name.endsWith(".test.ts") ? [path] : [];
  });
}

interface Import {
  readonly from: string;
  readonly file: string;
  readonly specifier: string;
}

const imports: Import[] = readdirSync(root).flatMap((from) =>
  sources(join(root, from, "src")).flatMap((file) =>
    specifiers(readFileSync(file, "utf8")).map((specifier) => ({
      from,
      file: relative(root, file),
      specifier,
    })),
  ),
);

describe("the floors", () => {
  it("every package has its floor", () => {
    for (const name of readdirSync(root)) expect(floors, name).toHaveProperty(name);
  });

  it("a package imports only packages of lower floors", () => {
    const wrong = imports.filter(({ from, specifier }) => {
      const target = /^@sanode\/([a-z]+)/.exec(specifier)?.[1];
      return target !== undefined && (floors[target] ?? Number.POSITIVE_INFINITY) >= (floors[from] ?? 0);
    });
    expect(wrong).toEqual([]);
  });

  it("no import leaves its package by a relative path", () => {
    const wrong = imports.filter(({ from, file, specifier }) => {
      if (!specifier.startsWith(".")) return false;
      return !resolve(root, dirname(file), specifier).startsWith(join(root, from, "src"));
    });
    expect(wrong).toEqual([]);
  });

  it("the document and the policy engine reach nothing of Node", () => {
    const wrong = imports.filter(({ from, specifier }) => pure.has(from) && specifier.startsWith("node:"));
    expect(wrong).toEqual([]);
  });

  it("the document and the policy engine ask no clock and no chance", () => {
    const asking =
      /\bDate\.now\(|new Date\(\)|Math\.random\(|setTimeout\(|setInterval\(|\bprocess\.|performance\.now/;
    const wrong = [...pure].flatMap((name) =>
      sources(join(root, name, "src")).filter((file) => asking.test(readFileSync(file, "utf8"))),
    );
    expect(wrong).toEqual([]);
  });
});

/** Folders of the policy engine that only read what comes before them. */
const closedFolders: Readonly<Record<string, readonly string[]>> = {
  model: [],
};

describe("inside the policy engine", () => {
  it("the model knows nothing of the stages that work on it", () => {
    const wrong = imports.filter(({ from, file, specifier }) => {
      const folder = from === "pengine" ? file.split("/")[2] : undefined;
      const allowed = folder === undefined ? undefined : closedFolders[folder];
      if (allowed === undefined || !specifier.startsWith("../")) return false;
      return !allowed.includes(specifier.split("/")[1] ?? "");
    });
    expect(wrong).toEqual([]);
  });
});
