import { commandText } from "../collect/gather-facts.ts";
import type { Config } from "../domain/config.ts";
import type { RollbackWay } from "../domain/rollout-plan.ts";
import { showWindow } from "../rollout/rollout-window.ts";
import { formatDuration } from "../units/format-value.ts";

/** How the flag is turned on for good, in order; nothing where the config names no way. */
export function enableLines({ flag, backup, enable }: Config): readonly string[] {
  if (flag === null || flag.read === null || flag.set.length === 0) return [];
  const { window, canary, validate, smoke, knownIssues, deadlineMs } = enable;
  const shares = canary?.steps.map((step) => `${step} %`).join(", then ");
  const steps = [
    `back up ${backup.length === 0 ? "the files in which the flag is set" : backup.map(({ path }) => path).join(", ")}`,
    shares === undefined ? "set the flag, and read it back" : `set the flag for ${shares}, and read it back each time`,
    ...(canary === null ? [] : [`after each share: ${waiting(canary.waitMs)}${canary.stages.join(", ")}`]),
    ...(validate.length === 0 ? [] : [`validate: ${validate.join(", ")}`]),
    ...(smoke.length === 0 ? [] : [`smoke tests: ${smoke.join(", ")}`]),
    `record it; it must be decided within ${formatDuration(deadlineMs)} whether it stays on`,
  ];
  return [
    "Turned on by `rollout-gate enable`, and turned back when anything fails:",
    ...(window === null ? [] : [`  only ${showWindow(window)}; outside of it: ${window.outside}`]),
    ...steps.map((step, at) => `  ${at + 1}. ${step}`),
    ...knownIssues.map((issue) => `  known: ${issue}`),
  ];
}

function waiting(waitMs: number): string {
  return waitMs > 0 ? `wait ${formatDuration(waitMs)}, then ` : "";
}

/** How it is turned off again, in order. */
export function rollbackLines({ flag, rollback }: Config): readonly string[] {
  if (flag === null) return [];
  const { ways, to, install, restart, verify, log, withinMs } = rollback;
  const words: Readonly<Record<RollbackWay, string>> = {
    flag: "set the flag off, and read it back",
    version: `go back to ${to ?? "a version"}${install === null ? "" : `: $ ${commandText(install)}`}`,
    backup: "put the files back",
  };
  const steps = [
    ...ways.map((way, at) => (at === 0 ? words[way] : `if that fails, ${words[way]}`)),
    ...(restart === null ? [] : [`after each: $ ${commandText(restart)}`]),
    ...(verify.length === 0 ? [] : [`verify: ${verify.join(", ")}`]),
    ...(log === null ? [] : [`look for errors in ${log.path}`]),
  ];
  return [
    `Turned off by \`rollout-gate rollback\`, within ${formatDuration(withinMs)}:`,
    ...steps.map((step, at) => `  ${at + 1}. ${step}`),
  ];
}
