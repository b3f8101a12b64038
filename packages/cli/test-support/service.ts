import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClusterService } from "@sanode/controller";

/** Scripts of agents, made for a directory of the test's own. */
export interface ServiceAgents {
  /** The resource agent `ocf:test:file`. */
  readonly file?: (directory: string) => string;
  /** The fence agent `fence_test`. */
  readonly fence?: string;
}

/** A cluster of n1 and n2, as a service in a directory of its own. */
export interface RunningService {
  readonly service: ClusterService;
  readonly directory: string;
  /** The arguments by which a command finds it. */
  readonly state: readonly string[];
  /** Ends it, and removes the directory. */
  end(): Promise<void>;
}

/** Runs a cluster until it has come to rest. */
export async function runService(configuration: string, agents: ServiceAgents = {}): Promise<RunningService> {
  const directory = mkdtempSync(join(tmpdir(), "sanode-service-"));
  const resourceAgents = join(directory, "agents");
  const fenceAgentDirectory = join(directory, "fence-agents");
  if (agents.file !== undefined) writeScript(join(resourceAgents, "test"), "file", agents.file(directory));
  if (agents.fence !== undefined) writeScript(fenceAgentDirectory, "fence_test", agents.fence);
  const service = await ClusterService.open({
    directory: join(directory, "state"),
    configuration,
    nodes: ["n1", "n2"],
    agentDirectories: [resourceAgents],
    ...(agents.fence !== undefined && { fenceAgentDirectory }),
    software: "test",
  });
  await service.start();
  await service.cluster.settled();
  return {
    service,
    directory,
    state: ["--state", join(directory, "state")],
    end: async () => {
      await service.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function writeScript(directory: string, name: string, script: string): void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, name);
  writeFileSync(path, script);
  chmodSync(path, 0o755);
}
