import { byFamily, type Figure, type Figures } from "./figures.js";

const [WIDTH, HEIGHT, MARGIN, LEGEND] = [900, 600, 60, 200];

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A scale from values to places, logarithmic on both sides. */
interface Scale {
  readonly decades: readonly number[];
  readonly place: (value: number) => number;
}

/** Time over resources as a double logarithmic plot: lines for sanode, dashed ones for the reference. */
export function formatPlot({ figures }: Figures): string {
  const all = [...figures.map(ours), ...figures.flatMap(theirs)];
  const x = scale(
    all.map((point) => point.x),
    MARGIN,
    WIDTH - LEGEND,
  );
  const y = scale(
    all.map((point) => point.y),
    HEIGHT - MARGIN,
    20,
  );
  const families = [...byFamily(figures)];
  const lines = families.flatMap(([family, members], index) => {
    const color = `hsl(${Math.round((360 * index) / families.length)} 70% 40%)`;
    const line = (points: readonly Point[], dash: string): string =>
      `<polyline fill="none" stroke="${color}" stroke-width="2"${dash} points="${points.map((point) => `${at(x, point.x)},${at(y, point.y)}`).join(" ")}"/>`;
    return [
      line(members.map(ours), ""),
      line(members.flatMap(theirs), ' stroke-dasharray="4 4"'),
      `<text x="${WIDTH - LEGEND + 16}" y="${30 + 18 * index}" fill="${color}">${family}</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    "<title>What scheduling takes</title>",
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    ...x.decades.map((value) => verticalLine(x, value)),
    ...y.decades.map((value) => horizontalLine(y, value)),
    `<text x="${MARGIN}" y="${HEIGHT - 10}">resources; milliseconds of processor time, dashed: the reference</text>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}

function ours({ resources, warm }: Figure): Point {
  return { x: resources, y: warm.cpu };
}

function theirs({ resources, reference }: Figure): Point[] {
  return reference === null ? [] : [{ x: resources, y: reference.cpu }];
}

function scale(values: readonly number[], from: number, to: number): Scale {
  const logarithms = values.filter((value) => value > 0).map(Math.log10);
  const low = Math.floor(logarithms.reduce((least, value) => Math.min(least, value), Infinity));
  const high = Math.ceil(logarithms.reduce((most, value) => Math.max(most, value), low + 1));
  return {
    decades: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    place: (value) => from + ((Math.log10(Math.max(value, 10 ** low)) - low) / (high - low)) * (to - from),
  };
}

function at(scale: Scale, value: number): string {
  return scale.place(value).toFixed(1);
}

function verticalLine(scale: Scale, value: number): string {
  const place = at(scale, value);
  return `<path d="M${place} 20V${HEIGHT - MARGIN}" stroke="#ddd"/><text x="${place}" y="${HEIGHT - MARGIN + 16}" text-anchor="middle">${value}</text>`;
}

function horizontalLine(scale: Scale, value: number): string {
  const place = at(scale, value);
  return `<path d="M${MARGIN} ${place}H${WIDTH - LEGEND}" stroke="#ddd"/><text x="${MARGIN - 6}" y="${place}" text-anchor="end">${value}</text>`;
}
