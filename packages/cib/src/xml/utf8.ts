/** The first byte that makes a text no valid UTF-8; `cut` if the bytes merely end within a character. */
export interface InvalidUtf8 {
  readonly offset: number;
  readonly cut: boolean;
}

/** Says where bytes stop being UTF-8, which the platform's decoder doesn't; the end if they never do. */
export function findInvalidUtf8(bytes: Uint8Array): InvalidUtf8 {
  let offset = 0;
  while (offset < bytes.length) {
    const first = bytes[offset] ?? 0;
    const { length, lowest, highest } = sequence(first);
    for (let index = 1; index < length; index++) {
      const next = bytes[offset + index];
      if (next === undefined) return { offset, cut: true };
      const valid = index === 1 ? next >= lowest && next <= highest : next >= 0x80 && next <= 0xbf;
      if (!valid) return { offset, cut: false };
    }
    if (length === 0) return { offset, cut: false };
    offset += length;
  }
  return { offset, cut: false };
}

interface Sequence {
  /** Bytes of the character; 0 if none starts so. */
  readonly length: number;
  /** Limits of the second byte, which rule out overlong forms, surrogates and what lies beyond Unicode. */
  readonly lowest: number;
  readonly highest: number;
}

function sequence(first: number): Sequence {
  if (first < 0x80) return { length: 1, lowest: 0, highest: 0 };
  if (first < 0xc2 || first > 0xf4) return { length: 0, lowest: 0, highest: 0 };
  if (first < 0xe0) return { length: 2, lowest: 0x80, highest: 0xbf };
  if (first < 0xf0) {
    return { length: 3, lowest: first === 0xe0 ? 0xa0 : 0x80, highest: first === 0xed ? 0x9f : 0xbf };
  }
  return { length: 4, lowest: first === 0xf0 ? 0x90 : 0x80, highest: first === 0xf4 ? 0x8f : 0xbf };
}
