import { alignmentOf, type BasicCode, parseSignature, type TypeTree } from "./signature.js";
import { DBusError, type DBusValue, type Variant } from "./value.js";

/** Writes values of a signature, little-endian. Throws a DBusError for values that don't fit it. */
export function encode(signature: string, values: readonly DBusValue[]): Buffer {
  const writer = new Writer();
  writer.all(signature, values);
  return writer.bytes();
}

class Writer {
  readonly #chunks: Buffer[] = [];
  #size = 0;

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  all(signature: string, values: readonly DBusValue[]): void {
    const types = parseSignature(signature);
    if (types.length !== values.length) throw misfit(values, signature);
    for (const [index, type] of types.entries()) this.#write(type, values[index]);
  }

  #write(type: TypeTree, value: DBusValue | undefined): void {
    if (value === undefined) throw misfit(value, type.kind);
    this.#align(alignmentOf(type));
    switch (type.kind) {
      case "basic":
        this.#basic(type.code, value);
        return;
      case "variant":
        if (!isVariant(value)) throw misfit(value, "v");
        this.#signature(value.signature);
        this.all(value.signature, [value.value]);
        return;
      case "array":
        if (!isArray(value)) throw misfit(value, "a");
        this.#array(type.item, value);
        return;
      case "struct":
        if (!isArray(value) || value.length !== type.fields.length) throw misfit(value, "()");
        for (const [index, field] of type.fields.entries()) this.#write(field, value[index]);
        return;
    }
  }

  /** The length does not count what is needed to align the first item. */
  #array(item: TypeTree, values: readonly DBusValue[]): void {
    const length = Buffer.alloc(4);
    this.#append(length);
    this.#align(alignmentOf(item));
    const begin = this.#size;
    for (const value of values) this.#write(item, value);
    length.writeUInt32LE(this.#size - begin);
  }

  #basic(code: BasicCode, value: DBusValue): void {
    if (code === "s" || code === "o") return this.#string(value);
    if (code === "g") return this.#signature(value);
    if (code === "x" || code === "t") return this.#long(code, value);
    const number = typeof value === "boolean" ? Number(value) : value;
    if (typeof number !== "number") throw misfit(value, code);
    const { size, write } = NUMBERS[code];
    const buffer = Buffer.alloc(size);
    try {
      write(buffer, number);
    } catch {
      throw misfit(value, code);
    }
    this.#append(buffer);
  }

  #long(code: "x" | "t", value: DBusValue): void {
    if (typeof value !== "bigint") throw misfit(value, code);
    if (value !== (code === "x" ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)))
      throw misfit(value, code);
    const buffer = Buffer.alloc(8);
    buffer.writeBigUInt64LE(BigInt.asUintN(64, value));
    this.#append(buffer);
  }

  #string(value: DBusValue): void {
    if (typeof value !== "string" || value.includes("\0")) throw misfit(value, "s");
    const text = Buffer.from(value, "utf8");
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    this.#append(length);
    this.#append(text);
    this.#append(Buffer.alloc(1));
  }

  #signature(value: DBusValue): void {
    if (typeof value !== "string") throw misfit(value, "g");
    parseSignature(value);
    this.#append(Buffer.from([value.length]));
    this.#append(Buffer.from(`${value}\0`, "latin1"));
  }

  #align(boundary: number): void {
    const rest = this.#size % boundary;
    if (rest > 0) this.#append(Buffer.alloc(boundary - rest));
  }

  #append(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }
}

type NumberCode = Exclude<BasicCode, "s" | "o" | "g" | "x" | "t">;

const NUMBERS: Readonly<
  Record<NumberCode, { readonly size: number; readonly write: (buffer: Buffer, value: number) => void }>
> = {
  y: { size: 1, write: (buffer, value) => buffer.writeUInt8(value) },
  n: { size: 2, write: (buffer, value) => buffer.writeInt16LE(value) },
  q: { size: 2, write: (buffer, value) => buffer.writeUInt16LE(value) },
  b: { size: 4, write: (buffer, value) => buffer.writeUInt32LE(value) },
  i: { size: 4, write: (buffer, value) => buffer.writeInt32LE(value) },
  u: { size: 4, write: (buffer, value) => buffer.writeUInt32LE(value) },
  h: { size: 4, write: (buffer, value) => buffer.writeUInt32LE(value) },
  d: { size: 8, write: (buffer, value) => buffer.writeDoubleLE(value) },
};

function isArray(value: DBusValue): value is readonly DBusValue[] {
  return Array.isArray(value);
}

function isVariant(value: DBusValue): value is Variant {
  return typeof value === "object" && !Array.isArray(value);
}

function misfit(value: unknown, signature: string): DBusError {
  return new DBusError("malformed", `A ${typeof value} cannot be sent as "${signature}"`);
}
