/** How parts of a text stand out on a terminal. Elsewhere they don't. */
export interface Style {
  readonly title: (text: string) => string;
  readonly name: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly doubtful: (text: string) => string;
}

const paint =
  (code: number) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;

const COLOURED: Style = {
  title: paint(1),
  name: paint(36),
  faint: paint(2),
  good: paint(32),
  bad: paint(31),
  doubtful: paint(33),
};

const same = (text: string): string => text;
const PLAIN: Style = { title: same, name: same, faint: same, good: same, bad: same, doubtful: same };

export function styleFor(coloured: boolean): Style {
  return coloured ? COLOURED : PLAIN;
}
