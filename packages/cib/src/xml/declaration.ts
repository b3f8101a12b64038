import { isSpace } from "./characters.js";
import { errorAt } from "./position.js";
import type { XmlDeclaration } from "./tree.js";

const START = "<?xml";
const END = "?>";

const S = "[ \\t\\n\\r]";
const QUOTED = `${S}*=${S}*(?:"([^"]*)"|'([^']*)')`;
const DECLARATION = new RegExp(
  `^<\\?xml${S}+version${QUOTED}(?:${S}+encoding${QUOTED})?(?:${S}+standalone${QUOTED})?${S}*\\?>$`,
);

/** How bytes become characters. */
export type Encoding = "UTF-8" | "US-ASCII" | "ISO-8859-1";

const ENCODINGS: ReadonlyMap<string, Encoding> = new Map([
  ["UTF-8", "UTF-8"],
  ["UTF8", "UTF-8"],
  ["US-ASCII", "US-ASCII"],
  ["ASCII", "US-ASCII"],
  ["ISO-8859-1", "ISO-8859-1"],
  ["ISO-LATIN-1", "ISO-8859-1"],
  ["LATIN1", "ISO-8859-1"],
]);

/** An XML declaration and where it ends. */
export interface LocatedDeclaration {
  readonly declaration: XmlDeclaration;
  readonly encoding: Encoding;
  readonly end: number;
}

/** Reads the XML declaration, which stands at the very start of a document or nowhere. */
export function readDeclaration(text: string): LocatedDeclaration | undefined {
  if (!text.startsWith(START) || !isSpace(text.charCodeAt(START.length))) return undefined;
  const close = text.indexOf(END);
  if (close === -1) throw errorAt("truncated", "the XML declaration does not end", text, text.length);
  const end = close + END.length;
  const match = DECLARATION.exec(text.slice(0, end));
  const version = match?.[1] ?? match?.[2];
  const encoding = match?.[3] ?? match?.[4];
  const standalone = match?.[5] ?? match?.[6];
  if (version === undefined || !/^1\.[0-9]+$/.test(version) || !isYesOrNo(standalone)) {
    throw errorAt("syntax", "the XML declaration is malformed", text, 0);
  }
  return {
    declaration: {
      version,
      ...(encoding === undefined ? {} : { encoding }),
      ...(standalone === undefined ? {} : { standalone }),
    },
    encoding: supportedEncoding(encoding, text),
    end,
  };
}

function isYesOrNo(standalone: string | undefined): standalone is "yes" | "no" | undefined {
  return standalone === undefined || standalone === "yes" || standalone === "no";
}

function supportedEncoding(declared: string | undefined, text: string): Encoding {
  if (declared === undefined) return "UTF-8";
  const encoding = ENCODINGS.get(declared.toUpperCase());
  if (encoding === undefined) {
    const problem = `the encoding "${declared.slice(0, 40)}" is not supported; convert the document to UTF-8`;
    throw errorAt("encoding", problem, text, text.indexOf(declared));
  }
  return encoding;
}
