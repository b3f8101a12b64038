/** Compares two runs of ASCII digits as numbers of any length; an empty run is 0. */
export function compareDigits(a: string, b: string): number {
  const significantA = a.replace(/^0+/, "");
  const significantB = b.replace(/^0+/, "");
  if (significantA.length !== significantB.length) return significantA.length - significantB.length;
  if (significantA === significantB) return 0;
  return significantA < significantB ? -1 : 1;
}
