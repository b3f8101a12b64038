import { byFamily, type Figure, type Figures, ratio } from "./figures.js";
import { growth, telling } from "./growth.js";

const heads = [
  "family",
  "nodes × count",
  "document kB",
  "resources",
  "links",
  "cold ms",
  "warm ms",
  "warm CPU ms",
  "peak MB",
  "reference CPU ms",
  "ratio",
] as const;

/** The figures as Markdown: a table of all, and one of how families grow. */
export function formatTable({ date, machine, figures }: Figures): string {
  const rows = figures.map(row);
  const growths = [...byFamily(figures)].map(([family, members]) => [
    family,
    String(telling(members).length),
    exponent(growth(members, ({ resources }) => resources)),
    exponent(growth(members, ({ bytes }) => bytes)),
    exponent(growth(members, ({ links }) => links)),
  ]);
  return [
    "# What scheduling takes",
    "",
    `${date}, ${machine}. From bytes to graph, in process. *links* are actions and links between`,
    "them. *cold* is the first round of a process, by the clock. *warm* is the processor time of the thread that schedules, after smaller",
    "documents of the family have been scheduled for a while; *warm CPU* that of all threads, V8's compilers and collectors included. The",
    "reference: `crm_simulate -P`, its own start not counted. *ratio* is reference / warm CPU.",
    "",
    ...table(heads, rows),
    "",
    "How the warm time grows, by all *sizes* with the same number of nodes that take 50 ms at least: the exponent over the number of",
    "resources, over the length of the document, and over the number of links. Bundles, remote and guest nodes are nodes too: with their",
    "number that of places for every resource grows.",
    "",
    ...table(["family", "sizes", "over resources", "over document", "over links"], growths),
    "",
  ].join("\n");
}

function row(figure: Figure): string[] {
  const { family, nodes, count, bytes, resources, links, cold, warm, peak, reference } = figure;
  const times = ratio(figure);
  return [
    family,
    `${nodes} × ${count}`,
    (bytes / 1000).toFixed(0),
    String(resources),
    String(links),
    milliseconds(cold.wall),
    milliseconds(warm.thread),
    milliseconds(warm.cpu),
    String(Math.round(peak / 1e6)),
    reference === null ? "" : milliseconds(reference.cpu),
    times === null ? "" : times.toFixed(1),
  ];
}

function milliseconds(value: number): string {
  return value < 100 ? value.toFixed(1) : String(Math.round(value));
}

function exponent(value: number | null): string {
  return value === null ? "" : value.toFixed(2);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)];
}
