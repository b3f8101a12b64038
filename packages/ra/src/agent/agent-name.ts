/** What names a resource agent. */
export interface AgentName {
  /** `ocf`; names of other classes can be said but no agent of theirs is found. */
  readonly class: string;
  /** For OCF agents the vendor's directory: `heartbeat`, `pacemaker`, `sanode`. */
  readonly provider?: string;
  readonly type: string;
}

/** `ocf:heartbeat:IPaddr2`, `systemd:nginx`. */
export function formatAgentName(agent: AgentName): string {
  return agent.provider === undefined
    ? `${agent.class}:${agent.type}`
    : `${agent.class}:${agent.provider}:${agent.type}`;
}

/** Reads `class:provider:type` or `class:type`; undefined if a part is missing or empty. */
export function parseAgentName(text: string): AgentName | undefined {
  const parts = text.split(":");
  const [standard, middle, ...rest] = parts;
  if (!standard || !middle) return undefined;
  if (rest.length === 0) return { class: standard, type: middle };
  const type = rest.join(":");
  return type === "" ? undefined : { class: standard, provider: middle, type };
}
