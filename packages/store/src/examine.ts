import { digestOnDisk, parseXml, type XmlElement, XmlError } from "@sanode/cib";
import type { StoredDocument } from "./document.js";
import type { FileContent, Files } from "./files/files.js";
import { isTemporary, signatureOf } from "./layout.js";
import { type TriedFile, versionText } from "./report.js";

/** A file that was looked at, and the document in it if it is good. */
export interface Examined {
  readonly tried: TriedFile;
  readonly stored: StoredDocument | null;
  /** The file with the right signature, where it was about to replace the wrong one. */
  readonly rightSignature: string | null;
}

/** Looks whether a file has a document that is what its signature was made of. */
export async function examine(files: Files, file: string): Promise<Examined> {
  const content = await files.read(file);
  if (content.kind !== "content") return rejected(file, content.kind, describeAccess(content));
  if (content.bytes.length === 0) return rejected(file, "empty", "it is empty");
  const document = parse(content.bytes);
  if (typeof document === "string") return rejected(file, "not-xml", `it is not XML: ${document}`);
  if (document.name !== "cib") {
    return rejected(file, "not-a-cib", `its outermost element is ${document.name}, not cib`);
  }
  const stored = { element: document, bytes: content.bytes, signature: digestOnDisk(document) };
  return checkSignature(files, file, stored);
}

async function checkSignature(files: Files, file: string, stored: StoredDocument): Promise<Examined> {
  const version = versionText(stored.element);
  const good = (
    signature: TriedFile["signature"],
    message: string,
    rightSignature: string | null = null,
  ) => ({
    tried: { file, rejection: null, signature, version, message },
    stored,
    rightSignature,
  });
  const content = await files.read(signatureOf(file));
  if (content.kind === "missing") return good("missing", `version ${version}, without a signature`);
  const signature = content.kind === "content" ? decode(content.bytes) : null;
  if (signature === stored.signature) return good("right", `version ${version}, as its signature says`);
  const waiting = await waitingSignature(files, stored.signature);
  if (waiting !== null) {
    return good("interrupted", `version ${version}; the writing of its signature was cut short`, waiting);
  }
  const message =
    signature === null
      ? `version ${version}, but of its signature: ${describeAccess(content)}`
      : `version ${version}, but its signature is of another document: it was changed or damaged`;
  return {
    tried: { file, rejection: "signature", signature: "wrong", version, message },
    stored: null,
    rightSignature: null,
  };
}

/** The signature file, written but not yet in its place, that says this. */
async function waitingSignature(files: Files, signature: string): Promise<string | null> {
  for (const { name } of await files.list()) {
    if (!isTemporary(name)) continue;
    const content = await files.read(name);
    if (content.kind === "content" && decode(content.bytes) === signature) return name;
  }
  return null;
}

function rejected(file: string, rejection: TriedFile["rejection"], message: string): Examined {
  return {
    tried: { file, rejection, signature: null, version: null, message },
    stored: null,
    rightSignature: null,
  };
}

/** The document, or why there is none. */
function parse(bytes: Uint8Array): XmlElement | string {
  try {
    return parseXml(bytes);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return error.message;
  }
}

function describeAccess(content: FileContent): string {
  switch (content.kind) {
    case "content":
      return "it can be read";
    case "missing":
      return "there is no such file";
    case "not-a-file":
      return "it is no ordinary file, and was not opened";
    case "unreadable":
      return `it cannot be read (${content.code})`;
  }
}

/** A signature is exactly its digits; whatever else may be in the file makes it wrong. */
function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
