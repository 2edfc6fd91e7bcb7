import type { Config } from "../domain/config.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import type { RolloutAction, RolloutReport } from "../domain/rollout.ts";
import type { StateFiles } from "../domain/rollout-files.ts";
import type { NamedFile } from "../flag/backup/create-backups.ts";
import { type Lock, takeLock } from "../flag/journal/take-lock.ts";
import { createOperation, messageOf, type Operation, toReport } from "./operation.ts";
import { peekAt, type Recovered, recover } from "./recover.ts";
import { liesIn, namedFiles, stateFolder } from "./resolve-files.ts";
import type { RolloutPorts } from "./rollout-ports.ts";

export type OpenedOperation =
  | {
      readonly ok: true;
      readonly operation: Operation;
      /** What an earlier run had left. */
      readonly recovered: Recovered;
      /** Lets others in. What fails there is told as a warning: a lock of a process that has ended holds nobody up. */
      readonly release: () => Promise<void>;
    }
  | { readonly ok: false; readonly report: RolloutReport };

/** Resolves the paths of the config, takes the lock, and clears up what an earlier run has left half done. */
export async function openOperation(
  of: {
    readonly config: Config;
    readonly action: RolloutAction;
    readonly reason: string;
    /** Only looks: takes no lock and changes nothing. */
    readonly peek: boolean;
  },
  ports: RolloutPorts,
): Promise<OpenedOperation> {
  const commit = (await ports.commits.head()) ?? (await ports.host.origin()).commit;
  const start = (state: StateFiles, files: readonly NamedFile[]) =>
    createOperation({ config: of.config, action: of.action, reason: of.reason, commit, state, files }, ports);
  const refuse = (state: StateFiles, problem: Problem): OpenedOperation => {
    const operation = start(state, []);
    const because = `${problem.reason} ${problem.remedy ?? ""}`.trim();
    return { ok: false, report: toReport(operation, { ending: "refused", because, flag: "unknown" }) };
  };
  const folder = stateFolder(of.config, ports.host);
  if (!folder.ok) return refuse(noState, folder.problem);
  const state = await ports.openState(folder.value);
  const leadsOut = await whyStateLeadsOut(folder.value, state, ports);
  if (leadsOut !== null) return refuse(noState, leadsOut);
  const files = namedFiles(of.config, ports.host);
  if (!files.ok) return refuse(state, files.problem);
  if (of.peek) {
    const operation = start(state, files.value);
    noteExpansions(operation);
    return { ok: true, operation, recovered: await peekAt(operation), release: async () => {} };
  }
  const operation = start(state, files.value);
  const lock = await lockIfPossible(operation);
  if (!lock.ok) return refuse(state, lock.problem);
  const release = () => releaseLock(lock.value, ports);
  try {
    noteExpansions(operation);
    const from = lock.value.takenOverFrom;
    if (from !== null) {
      operation.notes.push(
        `The lock was taken over from process ${from.pid} (${from.action}, since ${from.at}), which is dead.`,
      );
    }
    const { ended, left } = await ports.endLeftovers();
    if (ended > 0) operation.notes.push(`${ended} processes that an earlier run had left were ended.`);
    if (left > 0) operation.findings.push(`${left} processes that an earlier run had left could not be ended.`);
    for (const { resolved } of operation.files) await ports.backupFiles.removeLeftovers(resolved);
    const recovered = await recoverIfPossible(operation);
    if (recovered.kind !== "stuck" && recovered.told !== "") operation.notes.push(recovered.told);
    return { ok: true, operation, recovered, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** In the workspace links are a commit's, and lead nowhere else; elsewhere they are the machine's own, and are followed. */
async function whyStateLeadsOut(folder: string, state: StateFiles, ports: RolloutPorts): Promise<Problem | null> {
  const { workspace } = ports.host;
  if (!liesIn(folder, workspace)) return null;
  const root = (await ports.openState(workspace)).place;
  if (liesIn(state.place, root)) return null;
  return {
    kind: "invalid",
    reason: `The state folder ${folder} is a link that leads out of the workspace, to ${state.place}.`,
    remedy: "Remove the link, or write the real folder under `state.folder`.",
  };
}

/**
 * The lock; where it cannot be written, as on a full disk, turning the flag off goes on without it, since that matters more than
 * another run that may be at work. A lock that somebody holds is a lock all the same.
 */
async function lockIfPossible(operation: Operation): Promise<Reading<Lock>> {
  const { state, ports, beginning, findings } = operation;
  try {
    return await takeLock(state, ports.holders, beginning.action, ports.clock.now());
  } catch (error) {
    const reason = `The lock in ${state.place} could not be taken: ${messageOf(error)}.`;
    const remedy = "Check the rights of that folder and the free disk.";
    if (beginning.action === "enable") return { ok: false, problem: { kind: "invalid", reason, remedy } };
    findings.push(`${reason} Nothing keeps another run from working at the same time.`);
    return { ok: true, value: { takenOverFrom: null, release: async () => {} } };
  }
}

async function recoverIfPossible(operation: Operation): Promise<Recovered> {
  try {
    return await recover(operation);
  } catch (error) {
    const because = `What an earlier run has left could not be put right: ${messageOf(error)}.`;
    return { kind: "stuck", because, problem: null };
  }
}

async function releaseLock(lock: Lock, { progress }: RolloutPorts): Promise<void> {
  try {
    await lock.release();
  } catch (error) {
    progress.warning(`The lock could not be released: ${messageOf(error)}`);
  }
}

/** What `~` and variables became, and whether others would expand them to something else. */
function noteExpansions({ files, notes, ports }: Operation): void {
  for (const { path, resolved } of files) if (/^~|\$/.test(path)) notes.push(`${path} is ${resolved}.`);
  const { passwordHome, host } = ports;
  if (passwordHome !== null && files.some(({ path }) => path.startsWith("~"))) {
    notes.push(
      `"~" is ${host.home} here, from HOME; the user database says ${passwordHome}, and a program that asks it looks there.`,
    );
  }
}

/** For a report about a state folder whose place is not known. */
const noState: StateFiles = {
  place: "",
  read: async () => ({ ok: true, value: null }),
  names: async () => ({ ok: true, value: [] }),
  write: async () => {},
  makeFolder: async () => {},
  create: async () => false,
  rename: async () => {},
  remove: async () => {},
};
