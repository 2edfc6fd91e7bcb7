import { gatherFacts } from "../collect/gather-facts.ts";
import type { FlagEnabled } from "../domain/ledger.ts";
import type { StoredBackup } from "../flag/backup/create-backups.ts";
import type { Operation } from "./operation.ts";
import { quoteShell } from "./quote-shell.ts";

/** What the ledger is told once the flag is on, but for how it was set. */
export type EnableFacts = Omit<FlagEnabled, "way">;

/** Records what must be known to judge the rollout and to undo it: versions, commit, known issues, the way back, the deadline. */
export async function recordFacts(
  of: {
    readonly configFile: string;
    readonly configDigest: string;
    readonly override: string | null;
    readonly signal: AbortSignal;
  },
  backup: StoredBackup,
  operation: Operation,
): Promise<EnableFacts> {
  const { config, ports, record, notes, beginning } = operation;
  const { facts, gaps } = await gatherFacts(config, ports, of.signal);
  const decideBy = new Date(Date.parse(beginning.startedAt) + config.enable.deadlineMs).toISOString();
  const { machine } = ports.host;
  const add = (name: string, value: string | null): void => void (value !== null && record.push({ name, value }));
  add("commit", beginning.commit);
  for (const { name, value } of facts) add(name, value);
  add("machine", `${machine.os}, ${machine.architecture}, ${machine.runtime}`);
  for (const issue of config.enable.knownIssues) add("known issue", issue);
  add("way back", wayBack(operation));
  add("to turn it off", quoteShell(["rollout-gate", "rollback", "--config", of.configFile]));
  add("backup", backup.folder);
  add("decide by", decideBy);
  add("turned on without a GO", of.override);
  notes.push(...gaps.map(({ problem }) => problem.reason));
  return {
    kind: "flag-enabled",
    operation: beginning.operation,
    configDigest: of.configDigest,
    flagBefore: "off",
    facts: Object.fromEntries(facts.map(({ name, value }) => [name, value])),
    knownIssues: config.enable.knownIssues,
    backup: { id: backup.manifest.id, digest: backup.digest },
    rollbackTo: config.rollback.to,
    decideBy,
    override: of.override,
  };
}

function wayBack({ config }: Operation): string {
  const { ways, to } = config.rollback;
  return ways.map((way) => (way === "version" && to !== null ? `version ${to}` : way)).join(", then ");
}
