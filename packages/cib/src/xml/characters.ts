/** What a character may be used for in a name. */
const NAME_START = 1;
const NAME_PART = 2;

/** The rule for the ASCII characters, by code. */
const ASCII = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_:]/.test(character)) ASCII[code] = NAME_START | NAME_PART;
  else if (/[-.0-9]/.test(character)) ASCII[code] = NAME_PART;
}

/** XML 1.0, fifth edition, productions 4 and 4a. */
const START =
  ":A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}" +
  "\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}";
const NAME = new RegExp(`[${START}][${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}]*`, "uy");

/** The end of the name that starts at `start`; `start` itself if there is none. */
export function endOfName(text: string, start: number): number {
  let at = start;
  let code = text.charCodeAt(at);
  let wanted = NAME_START;
  while (code < 128 && ((ASCII[code] ?? 0) & wanted) !== 0) {
    wanted = NAME_PART;
    code = text.charCodeAt(++at);
  }
  return code >= 128 ? endOfUnicodeName(text, start) : at;
}

function endOfUnicodeName(text: string, start: number): number {
  NAME.lastIndex = start;
  return NAME.test(text) ? NAME.lastIndex : start;
}

/** The first position from `start` on that is not white space. */
export function endOfSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Whether a character is white space to XML, in a text whose line ends are newlines. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 9 || code === 13;
}

/** Whether XML allows this character (production 2). */
export function isAllowed(codePoint: number): boolean {
  if (codePoint < 32) return codePoint === 9 || codePoint === 10 || codePoint === 13;
  if (codePoint < 0xd800) return true;
  return (codePoint > 0xdfff && codePoint < 0xfffe) || (codePoint > 0xffff && codePoint < 0x110000);
}

/** The offset of the first character that XML does not allow, half a surrogate pair included; -1 if there is none. */
export function findForbidden(text: string): number {
  const suspect = /[^\t\n\r -\uD7FF\uE000-\uFFFD]/g;
  while (suspect.test(text)) {
    const offset = suspect.lastIndex - 1;
    const codePoint = text.codePointAt(offset) ?? 0;
    if (codePoint <= 0xffff) return offset;
    suspect.lastIndex = offset + 2;
  }
  return -1;
}
