import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestParameters } from "./digest.js";

describe("the digest of parameters", () => {
  it.each([
    [[], "f2317cad3d54cec5d7d7aa7d0bf35cf8"],
    [
      [
        ["ip", "192.168.1.9"],
        ["cidr_netmask", "24"],
      ],
      "6fc8e697c724defb4461d6e1e97ea23d",
    ],
    [
      [
        ["ip", "192.168.1.9"],
        ["cidr_netmask", "24"],
        ["CRM_meta_timeout", "20000"],
      ],
      "cbbf59d17b007e3879d8dfc7bc5eb849",
    ],
    [
      [
        ["alpha", ""],
        ["Zeta", "x<y>&\"'\n\té"],
        ["1st", "v"],
      ],
      "19287f0560571c35ae34724034c931c2",
    ],
  ] as [[string, string][], string][])("of %j is %s", (pairs, digest) => {
    expect(digestParameters(pairs)).toBe(digest);
  });

  it("does not depend on the order of the pairs", () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.string(), fc.string()), { selector: ([name]) => name });
    fc.assert(
      fc.property(pairs, (list) => {
        expect(digestParameters([...list].reverse())).toBe(digestParameters(list));
      }),
    );
  });
});
