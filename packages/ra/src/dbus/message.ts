import { Decoder } from "./decode.js";
import { encode } from "./encode.js";
import { DBusError, type DBusValue } from "./value.js";

export const MessageType = { call: 1, reply: 2, error: 3, signal: 4 } as const;

/** One message of the bus. */
export interface Message {
  readonly type: number;
  readonly serial: number;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly errorName?: string;
  readonly replySerial?: number;
  readonly destination?: string;
  readonly sender?: string;
  readonly signature: string;
  readonly body: readonly DBusValue[];
}

/** Fields of a message's header, by their numbers. */
const FIELDS = {
  path: [1, "o"],
  interface: [2, "s"],
  member: [3, "s"],
  errorName: [4, "s"],
  replySerial: [5, "u"],
  destination: [6, "s"],
  sender: [7, "s"],
  signature: [8, "g"],
} as const;

const LITTLE_ENDIAN = "l".charCodeAt(0);
const BIG_ENDIAN = "B".charCodeAt(0);

/** Bytes of the header before its fields: endianness, type, flags, version, length of the body, serial, length. */
const FIXED_HEADER = 16;

/** The specification's limit: 128 MiB. */
const MAXIMUM_LENGTH = 128 * 1024 * 1024;

/** The bytes of a message. Throws a DBusError for values that don't fit their signature. */
export function encodeMessage(message: Message): Buffer {
  const body = encode(message.signature, message.body);
  const fields: DBusValue[] = [];
  for (const [name, [code, signature]] of Object.entries(FIELDS)) {
    const value = fieldOf(message, name);
    if (value !== undefined && value !== "") fields.push([code, { signature, value }]);
  }
  const head = [LITTLE_ENDIAN, message.type, 0, 1, body.length, message.serial, fields];
  const header = encode("yyyyuua(yv)", head);
  return Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8), body]);
}

function fieldOf(message: Message, name: string): string | number | undefined {
  switch (name) {
    case "path":
      return message.path;
    case "interface":
      return message.interface;
    case "member":
      return message.member;
    case "destination":
      return message.destination;
    case "signature":
      return message.signature;
    default:
      // What only the bus itself and services write.
      return undefined;
  }
}

/**
 * How many bytes the message at the beginning of `bytes` has; undefined if that cannot be told yet. Throws a DBusError if
 * it is no message.
 */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < FIXED_HEADER) return undefined;
  const isLittle = isLittleEndian(bytes);
  const bodyLength = isLittle ? bytes.readUInt32LE(4) : bytes.readUInt32BE(4);
  const fieldsLength = isLittle ? bytes.readUInt32LE(12) : bytes.readUInt32BE(12);
  const length = FIXED_HEADER + Math.ceil(fieldsLength / 8) * 8 + bodyLength;
  if (length > MAXIMUM_LENGTH) throw new DBusError("malformed", `The bus sent a message of ${length} bytes`);
  return length;
}

/** Reads one message, all of whose bytes are given. Throws a DBusError if they are none. */
export function decodeMessage(bytes: Buffer): Message {
  const decoder = new Decoder(bytes, isLittleEndian(bytes));
  const [, type, , , , serial, fields] = decoder.all("yyyyuua(yv)");
  if (typeof type !== "number" || typeof serial !== "number" || !Array.isArray(fields)) {
    throw new DBusError("malformed", "The bus sent a message without a header");
  }
  const found = new Map<string, DBusValue>();
  for (const field of fields) {
    const [code, variant] = Array.isArray(field) ? field : [];
    const name = Object.entries(FIELDS).find(([, [number]]) => number === code)?.[0];
    if (name !== undefined && typeof variant === "object" && "value" in variant)
      found.set(name, variant.value);
  }
  const text = (name: string): string | undefined => {
    const value = found.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const signature = text("signature") ?? "";
  const replySerial = found.get("replySerial");
  decoder.align(8);
  return {
    type,
    serial,
    signature,
    body: decoder.all(signature),
    ...optional("path", text("path")),
    ...optional("interface", text("interface")),
    ...optional("member", text("member")),
    ...optional("errorName", text("errorName")),
    ...optional("sender", text("sender")),
    ...(typeof replySerial === "number" && { replySerial }),
  };
}

function optional(name: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [name]: value };
}

function isLittleEndian(bytes: Buffer): boolean {
  const mark = bytes[0];
  if (mark !== LITTLE_ENDIAN && mark !== BIG_ENDIAN) {
    throw new DBusError("malformed", "The bus sent what is no message");
  }
  return mark === LITTLE_ENDIAN;
}
