import type { CollectPorts } from "../collect/collect-ports.ts";
import type { LedgerStore } from "../domain/ledger.ts";
import type { LogFiles } from "../domain/log-files.ts";
import type { Commits, RolloutRecorder } from "../domain/rollout.ts";
import type { BackupFiles, Holders, StateFiles } from "../domain/rollout-files.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { FlagFiles } from "../flag/flag-ports.ts";
import type { Digest } from "../telemetry/lines/follow-log.ts";
import type { CompilePattern } from "../telemetry/log/line-pattern.ts";
import type { Redact } from "../text/redact-secrets.ts";

/** The program's own log, over its rotations. */
export interface LogReading {
  readonly files: LogFiles;
  readonly digest: Digest;
  /** The engine of patterns, which is large: asked for only when the config says how a line begins. */
  readonly loadCompiler: () => Promise<CompilePattern>;
}

/** The effects that turning the flag on and off needs, beside those of collecting. */
export interface RolloutPorts extends CollectPorts {
  /** The state folder at an absolute path, links on the way resolved. */
  readonly openState: (folder: string) => Promise<StateFiles>;
  readonly backupFiles: BackupFiles;
  /** Settings files, written over no link. */
  readonly firmFiles: FlagFiles;
  /** What the user database calls the home folder, where that differs from `~`; null where they agree. */
  readonly passwordHome: string | null;
  readonly holders: Holders;
  /** Ends the processes that runs of this program have left which are dead themselves: a script must not go on when it is undone. */
  readonly endLeftovers: () => Promise<{ readonly ended: number; readonly left: number }>;
  readonly logs: LogReading;
  readonly commits: Commits;
  readonly recorder: RolloutRecorder;
  /** What still has to be approved before the flag may be turned on, a sentence each. A rejection is a reason to refuse. */
  readonly missingApprovals: () => Promise<readonly string[]>;
  /** Records what is watched as it is without the flag, for later comparison. @returns what could not be recorded, a sentence each */
  readonly recordBefore: () => Promise<readonly string[]>;
  /** Sets a variable for later steps of the job; null where there are none, as in a terminal. */
  readonly exportVariable: ((name: string, value: string) => Promise<void>) | null;
  /** Letters and digits that tell two operations of one second apart. */
  readonly random: () => string;
  /** Takes known secrets out of text that leaves the program. */
  readonly redact: Redact;
  readonly context: RunContext;
  readonly ledger: LedgerStore | null;
  readonly tool: string;
}
