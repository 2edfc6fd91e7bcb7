import { commandText } from "../collect/gather-facts.ts";
import type { RolloutStep } from "../domain/rollout.ts";
import type { RollbackWay } from "../domain/rollout-plan.ts";
import { nameWay } from "../flag/create-flag-switch.ts";
import type { ChosenBackup } from "./choose-backup.ts";
import type { Operation } from "./operation.ts";

/** What a rollback would do, in order. Pure. */
export function planRollback(
  operation: Pick<Operation, "config" | "files">,
  of: {
    readonly ways: readonly RollbackWay[];
    readonly alreadyOff: boolean;
    readonly backup: ChosenBackup;
    readonly metric: string | null;
  },
): readonly RolloutStep[] {
  const { config, files } = operation;
  const { flag, rollback } = config;
  const step = (what: string, detail = ""): RolloutStep => ({
    what,
    outcome: "planned",
    detail,
    startedAt: null,
    durationMs: 0,
  });
  const ways: Readonly<Record<RollbackWay, RolloutStep>> = {
    flag: step("turn the flag off", `by ${(flag?.set ?? []).map(nameWay).join(", else by ")}`),
    version: step(
      `go back to ${rollback.to ?? "a version"}`,
      rollback.install === null ? "" : `by \`${commandText(rollback.install)}\``,
    ),
    backup: step(
      "put the files back",
      of.backup.backup === null
        ? of.backup.problem
        : `from ${of.backup.backup.manifest.id}: ${of.backup.backup.manifest.files.map(({ path }) => path).join(", ")}`,
    ),
  };
  const restart = rollback.restart === null ? [] : [step("restart", `by \`${commandText(rollback.restart)}\``)];
  const first = of.ways.map((way, at) =>
    at === 0 ? ways[way] : { ...ways[way], what: `if that fails, ${ways[way].what}` },
  );
  const back = of.alreadyOff ? [step("leave the flag as it is", "It reads off already.")] : [...first, ...restart];
  return [
    ...(of.alreadyOff ? [] : [step(`back up ${files.length === 1 ? "1 file" : `${files.length} files`}`)]),
    ...back,
    ...(rollback.verify.length === 0 ? [] : [step(`verify: ${rollback.verify.join(", ")}`)]),
    ...(rollback.log === null ? [] : [step(`look at the log ${rollback.log.path}`)]),
    ...(of.metric === null ? [] : [step(`measure ${of.metric} again`)]),
    step("read the flag once more"),
  ];
}
