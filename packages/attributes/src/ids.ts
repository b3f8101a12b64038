/**
 * The nearest text that can be an XML id: what no name may begin with becomes `_`, what none may have becomes a point. A
 * colon stays, as Pacemaker leaves it.
 */
export function sanitizeId(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}_.:-]/gu, ".").replace(/^[^\p{L}_]/u, "_");
}
