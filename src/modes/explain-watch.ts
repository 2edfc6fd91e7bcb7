import { commandText } from "../collect/gather-facts.ts";
import type { Config } from "../domain/config.ts";
import type { VerifyWindow } from "../domain/verify.ts";
import { formatDuration } from "../units/format-value.ts";

/** What is watched after the flag is on, window by window; nothing where the config watches nothing. */
export function watchLines({ verify }: Config): readonly string[] {
  if (verify === null) return [];
  const { windows, sources, beforeMs, investigateMs, rollBackMs } = verify;
  const compared = formatDuration(beforeMs);
  return [
    "Watched by `rollout-gate verify` after it is on:",
    ...[...windows].sort((one, other) => one.afterMs - other.afterMs).flatMap(windowLines),
    `  from ${sources.map(({ name, kind }) => `${name} (${kind})`).join(", ")}`,
    `  compared with the ${compared} before; looked into within ${formatDuration(investigateMs)}, a rollback begun within ${formatDuration(rollBackMs)}`,
  ];
}

function windowLines({ name, afterMs, overMs, everyMs, criteria, run, report }: VerifyWindow): readonly string[] {
  const when = [
    `${formatDuration(afterMs)} after`,
    ...(everyMs === null ? [] : [`again every ${formatDuration(everyMs)}`]),
    overMs === null ? "all the time since" : `the last ${formatDuration(overMs)}`,
    ...(report ? ["with a report"] : []),
  ];
  return [
    `  ${name}: ${when.join(", ")}`,
    ...(run === null ? [] : [`    first: $ ${commandText(run)}`]),
    ...criteria.map(({ metric, pass, warn, severity }) => {
      const second = warn === null ? "" : `, a warning up to ${warn.text}`;
      return `    ${metric} ${pass.text}${second}: ${costWords[severity]}`;
    }),
  ];
}

const costWords = {
  critical: "else roll back now",
  warning: "else investigate, or a scheduled rollback",
  info: "told only",
} as const;
