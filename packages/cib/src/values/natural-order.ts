import { isDigitCode, skipDigits } from "./characters.js";
import { compareDigits } from "./digits.js";

/**
 * Compares two names as the scheduler lists nodes: runs of digits as numbers (of equal numbers the one
 * with fewer digits first), other characters without regard to ASCII case, a name that ends first comes
 * first. Returns a negative number, zero or a positive number; zero also for names that differ in case only.
 */
export function compareNatural(a: string, b: string): number {
  let atA = 0;
  let atB = 0;
  while (atA < a.length && atB < b.length) {
    const codeA = a.charCodeAt(atA);
    const codeB = b.charCodeAt(atB);
    if (isDigitCode(codeA) && isDigitCode(codeB)) {
      const endA = skipDigits(a, atA);
      const endB = skipDigits(b, atB);
      const order = compareDigits(a.slice(atA, endA), b.slice(atB, endB)) || endA - atA - (endB - atB);
      if (order !== 0) return order;
      atA = endA;
      atB = endB;
    } else {
      const order = lowerCode(codeA) - lowerCode(codeB);
      if (order !== 0) return order;
      atA += 1;
      atB += 1;
    }
  }
  return a.length - atA - (b.length - atB);
}

function lowerCode(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
