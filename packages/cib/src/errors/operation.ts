import type { XmlElement } from "../xml/tree.js";

/**
 * Why a request is refused, by the names that Pacemaker has for it: the system's error names, and its own for what no
 * system error says.
 */
export type OperationErrorCode =
  | "EINVAL"
  | "ENXIO"
  | "EEXIST"
  | "EPROTONOSUPPORT"
  | "pcmk_rc_schema_validation"
  | "pcmk_rc_transform_failed"
  | "pcmk_rc_cib_corrupt"
  | "pcmk_rc_old_data";

interface Known {
  readonly text: string;
  readonly exitStatus: number;
}

const KNOWN: Readonly<Record<OperationErrorCode, Known>> = {
  EINVAL: { text: "Invalid argument", exitStatus: 70 },
  ENXIO: { text: "No such device or address", exitStatus: 105 },
  EEXIST: { text: "File exists", exitStatus: 108 },
  EPROTONOSUPPORT: { text: "Protocol not supported", exitStatus: 76 },
  pcmk_rc_schema_validation: { text: "Update does not conform to the configured schema", exitStatus: 78 },
  pcmk_rc_transform_failed: { text: "Schema transform failed", exitStatus: 78 },
  pcmk_rc_cib_corrupt: { text: "Could not parse on-disk configuration", exitStatus: 78 },
  pcmk_rc_old_data: { text: "Update was older than existing configuration", exitStatus: 103 },
};

/** More about a refusal, for those who have to mend the request. */
export interface OperationErrorDetails {
  /** What exactly is wrong and what to do about it. */
  readonly reason?: string;
  /** The answer that goes with the refusal: `<failed>` with what could not be created. */
  readonly answer?: XmlElement;
}

/** A request that cannot be carried out. The document stays as it was. */
export class OperationError extends Error {
  override readonly name = "OperationError";
  readonly code: OperationErrorCode;
  /** What Pacemaker's tools print for it. */
  readonly text: string;
  /** The exit status of a tool that ends with it. */
  readonly exitStatus: number;
  /** What exactly is wrong, if more can be told. */
  readonly reason: string | undefined;
  readonly answer: XmlElement | undefined;

  constructor(code: OperationErrorCode, { reason, answer }: OperationErrorDetails = {}) {
    const { text, exitStatus } = KNOWN[code];
    super(reason === undefined ? text : `${text}: ${reason}`);
    this.code = code;
    this.text = text;
    this.exitStatus = exitStatus;
    this.reason = reason;
    this.answer = answer;
  }
}
