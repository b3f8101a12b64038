/** What names a resource agent. */
export interface AgentName {
  /** `ocf`, `lsb`, `systemd`, `service`, `heartbeat` or `stonith`; case does not matter. */
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

/**
 * Reads `ocf:provider:type` or `class:type`; undefined if a part is missing or empty. Only agents of the class `ocf` have
 * providers: what follows another class is the type, colons and all (`systemd:tunnel@10.0.0.1:80`).
 */
export function parseAgentName(text: string): AgentName | undefined {
  const [standard = "", ...rest] = text.split(":");
  const [provider = "", ...parts] = rest;
  const isOcf = standard.toLowerCase() === "ocf";
  const type = isOcf ? parts.join(":") : rest.join(":");
  if (standard === "" || type === "" || (isOcf && provider === "")) return undefined;
  return isOcf ? { class: standard, provider, type } : { class: standard, type };
}
