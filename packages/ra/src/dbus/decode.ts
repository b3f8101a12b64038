import { alignmentOf, type BasicCode, parseSignature, type TypeTree } from "./signature.js";
import { DBusError, type DBusValue } from "./value.js";

/** Variants in variants beyond this are refused, as by the specification. */
const MAXIMUM_DEPTH = 64;

/** Reads values in the order of a signature. Every fault of the bytes throws a DBusError. */
export class Decoder {
  readonly #bytes: Buffer;
  readonly #littleEndian: boolean;
  #at = 0;
  #depth = 0;

  constructor(bytes: Buffer, littleEndian: boolean) {
    this.#bytes = bytes;
    this.#littleEndian = littleEndian;
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.#at;
  }

  all(signature: string): DBusValue[] {
    return parseSignature(signature).map((type) => this.#read(type));
  }

  align(boundary: number): void {
    this.#at += (boundary - (this.#at % boundary)) % boundary;
  }

  #read(type: TypeTree): DBusValue {
    this.align(alignmentOf(type));
    this.#depth += 1;
    if (this.#depth > MAXIMUM_DEPTH) throw malformed("values are nested too deeply");
    const value = this.#value(type);
    this.#depth -= 1;
    return value;
  }

  #value(type: TypeTree): DBusValue {
    switch (type.kind) {
      case "basic":
        return this.#basic(type.code);
      case "variant":
        return this.#variant();
      case "array":
        return this.#array(type.item);
      case "struct":
        return type.fields.map((field) => this.#read(field));
    }
  }

  #variant(): DBusValue {
    const signature = this.#text(this.#number(1));
    const [value, ...more] = this.all(signature);
    if (value === undefined || more.length > 0) throw malformed("a variant holds exactly one value");
    return { signature, value };
  }

  #array(item: TypeTree): DBusValue {
    const length = this.#number(4);
    this.align(alignmentOf(item));
    const end = this.#at + length;
    if (end > this.#bytes.length) throw malformed("an array goes beyond its message");
    const values: DBusValue[] = [];
    while (this.#at < end) values.push(this.#read(item));
    if (this.#at !== end) throw malformed("an array's items go beyond it");
    return values;
  }

  #basic(code: BasicCode): DBusValue {
    switch (code) {
      case "y":
        return this.#number(1);
      case "n":
        return (this.#number(2) << 16) >> 16;
      case "q":
        return this.#number(2);
      case "b":
        return this.#number(4) !== 0;
      case "i":
        return this.#number(4) | 0;
      case "u":
      case "h":
        return this.#number(4);
      case "x":
        return BigInt.asIntN(64, this.#long());
      case "t":
        return this.#long();
      case "d":
        return this.#double();
      case "s":
      case "o":
        return this.#text(this.#number(4));
      case "g":
        return this.#text(this.#number(1));
    }
  }

  #number(size: 1 | 2 | 4): number {
    const begin = this.#take(size);
    return this.#littleEndian ? this.#bytes.readUIntLE(begin, size) : this.#bytes.readUIntBE(begin, size);
  }

  #long(): bigint {
    const begin = this.#take(8);
    return this.#littleEndian ? this.#bytes.readBigUInt64LE(begin) : this.#bytes.readBigUInt64BE(begin);
  }

  #double(): number {
    const begin = this.#take(8);
    return this.#littleEndian ? this.#bytes.readDoubleLE(begin) : this.#bytes.readDoubleBE(begin);
  }

  /** A text of that many bytes and the zero byte after it. */
  #text(length: number): string {
    const begin = this.#take(length + 1);
    return this.#bytes.toString("utf8", begin, begin + length);
  }

  #take(size: number): number {
    const begin = this.#at;
    if (begin + size > this.#bytes.length) throw malformed("a value goes beyond its message");
    this.#at += size;
    return begin;
  }
}

function malformed(problem: string): DBusError {
  return new DBusError("malformed", `The bus sent what cannot be read: ${problem}`);
}
