import * as fc from "fast-check";
import { expect, test } from "vitest";
import { socketOfAddress } from "./address.js";
import { Decoder } from "./decode.js";
import { encode } from "./encode.js";
import { decodeMessage, encodeMessage, MessageType, messageLength } from "./message.js";
import { parseSignature } from "./signature.js";
import { DBusError, type DBusValue } from "./value.js";

interface Typed {
  readonly signature: string;
  readonly value: DBusValue;
}

const basic: fc.Arbitrary<Typed> = fc.oneof(
  fc.integer({ min: 0, max: 255 }).map((value) => ({ signature: "y", value })),
  fc.boolean().map((value) => ({ signature: "b", value })),
  fc.integer({ min: -32768, max: 32767 }).map((value) => ({ signature: "n", value })),
  fc.integer().map((value) => ({ signature: "i", value })),
  fc.nat().map((value) => ({ signature: "u", value })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ signature: "x", value })),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => ({ signature: "t", value })),
  fc.double({ noNaN: true }).map((value) => ({ signature: "d", value })),
  fc
    .string({ unit: "grapheme" })
    .filter((text) => !text.includes("\0"))
    .map((value) => ({ signature: "s", value })),
  fc.constantFrom("", "a{sv}", "(ii)").map((value) => ({ signature: "g", value })),
);

const { any } = fc.letrec<{ any: Typed }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    basic,
    tie("any").map(({ signature, value }) => ({ signature: "v", value: { signature, value } })),
    fc.array(tie("any"), { minLength: 1, maxLength: 4 }).map((fields) => ({
      signature: `(${fields.map(({ signature }) => signature).join("")})`,
      value: fields.map(({ value }) => value),
    })),
    fc.tuple(tie("any"), fc.nat(3)).map(([{ signature, value }, count]) => ({
      signature: `a${signature}`,
      value: Array.from({ length: count }, () => value),
    })),
  ),
}));

test("what is written is read again", () => {
  fc.assert(
    fc.property(fc.array(any, { maxLength: 4 }), (values) => {
      const signature = values.map((value) => value.signature).join("");
      fc.pre(signature.length < 256);
      const sent = values.map(({ value }) => value);
      const bytes = encodeMessage({ type: MessageType.call, serial: 7, member: "M", signature, body: sent });
      expect(messageLength(bytes)).toBe(bytes.length);
      expect(decodeMessage(bytes)).toEqual({ type: 1, serial: 7, member: "M", signature, body: sent });
    }),
  );
});

test("whatever comes over the bus is read or refused with a DBusError", () => {
  const refused = (act: () => unknown): void => {
    try {
      act();
    } catch (error) {
      expect(error).toBeInstanceOf(DBusError);
    }
  };
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(255))),
      (noise, changes) => {
        const raw = Buffer.from(noise);
        refused(() => messageLength(raw));
        refused(() => decodeMessage(raw));
        const bytes = encodeMessage({
          type: 2,
          serial: 1,
          path: "/a",
          signature: "a(ss)v",
          body: [[["a", "b"]], { signature: "u", value: 1 }],
        });
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        refused(() => decodeMessage(bytes));
      },
    ),
  );
});

test("big-endian services are understood", () => {
  const bytes = Buffer.from([0, 0, 0, 3, 0x61, 0x62, 0x63, 0, 0xff, 0xfe]);
  expect(new Decoder(bytes, false).all("sn")).toEqual(["abc", -2]);
});

test.each(["a", "(", "()", "{s}", "z", "a".repeat(300), `${"(".repeat(100)}y${")".repeat(100)}`])(
  "%s is no signature",
  (signature) => {
    expect(() => parseSignature(signature)).toThrow(DBusError);
  },
);

test.each([
  ["s", 1],
  ["y", 256],
  ["u", -1],
  ["x", 1],
  ["t", -1n],
  ["as", "text"],
  ["(ss)", ["one"]],
  ["v", "bare"],
  ["s", "zero\0byte"],
] as const)("a value that is no %s is not sent", (signature, value) => {
  expect(() => encode(signature, [value])).toThrow(DBusError);
});

test.each([
  ["unix:path=/run/dbus/system_bus_socket", "/run/dbus/system_bus_socket"],
  ["tcp:host=x;unix:path=/a%20b,guid=1", "/a b"],
  ["unix:abstract=/tmp/x", "\0/tmp/x"],
  ["tcp:host=x", undefined],
])("%s is the socket %j", (address, socket) => {
  expect(socketOfAddress(address)).toBe(socket);
});
