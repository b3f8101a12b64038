import type { AttributeDefinition, SetType } from "./attribute.js";

/** Which attributes a request is about. */
export type AttributeSelection =
  | { readonly name: string; readonly pattern?: undefined }
  /** A POSIX extended regular expression: every attribute that there is whose name it finds. */
  | { readonly pattern: string; readonly name?: undefined };

/**
 * A request to change attributes, as `attrd_updater` makes them: `--update`, `--update-both`, `--update-delay` and
 * `--delete`.
 */
export type UpdateRequest = AttributeSelection & {
  /** By default the manager's own. */
  readonly node?: string;
  /** These count where the request makes the attribute. */
  readonly setType?: SetType;
  readonly setId?: string;
  readonly user?: string;
  readonly isPrivate?: boolean;
} & (
    | {
        readonly operation: "update";
        /** `value++` and `value+=N` count up. */
        readonly value: string;
        /** Milliseconds; counts where the request makes the attribute. */
        readonly delay?: number;
      }
    /** Without a delay nothing happens, but that the attribute is made. */
    | { readonly operation: "update-both"; readonly value: string; readonly delay?: number }
    /** An attribute that does not exist is not made. */
    | { readonly operation: "update-delay"; readonly delay: number }
    | { readonly operation: "delete" }
  );

export function definitionOf(request: UpdateRequest, name: string): AttributeDefinition {
  const { setType = "instance_attributes", setId, user, isPrivate = false } = request;
  return {
    name,
    setType,
    ...(setId !== undefined && { setId }),
    ...(user !== undefined && { user }),
    isPrivate,
  };
}
