/** What there is to be seen in the demo, one thing after the other. */
export type Scene =
  | {
      readonly kind: "introduction";
      readonly nodes: readonly string[];
      readonly url: string;
      readonly preferred: string;
      readonly preference: number;
      readonly stickiness: number;
      /** By each node, the value of `SANODE_NODE` that all its processes carry in their environment. */
      readonly marks: Readonly<Record<string, string>>;
      /** Holds all files of the demo. */
      readonly directory: string;
    }
  | { readonly kind: "chapter"; readonly title: string }
  /** What the cluster is like, what that is worth to each node, and what follows. Lines of text. */
  | {
      readonly kind: "decision";
      /** The number of the transition that follows; null if nothing does. */
      readonly transition: number | null;
      readonly reason: string;
      /** How many actions the transition has. */
      readonly actions: number;
      readonly status: readonly string[];
      readonly scores: readonly string[];
      readonly summary: readonly string[];
    }
  | {
      readonly kind: "action";
      readonly element: "rsc_op" | "crm_event" | "pseudo_event";
      readonly resource: string | null;
      readonly operation: string;
      /** Milliseconds; 0 for one that is run once. */
      readonly interval: number;
      readonly node: string | null;
      /** What became of it; null if all is well. */
      readonly problem: string | null;
      /** Milliseconds. */
      readonly elapsed: number;
    }
  | { readonly kind: "page"; readonly node: string; readonly text: string }
  | { readonly kind: "outage"; readonly lost: string; readonly milliseconds: number }
  | { readonly kind: "remark"; readonly text: string };

export type Audience = (scene: Scene) => void;
