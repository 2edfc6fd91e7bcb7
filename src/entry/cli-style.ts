import type { TerminalOptions } from "../report/terminal-style.ts";
import { canDrawLive } from "../system/can-draw-live.ts";
import { createClock } from "../system/create-clock.ts";
import { createPlainProgress, type ShownProgress } from "../system/progress-plain.ts";
import { createStreamSink } from "../system/stream-sink.ts";
import type { CliMode, CliOptions } from "./cli-arguments.ts";

/** How the result is drawn: colours only where a person sees them and has not said otherwise (no-color.org). */
export function cliStyle(options: CliOptions, { stdout, env }: NodeJS.Process): TerminalOptions {
  return {
    columns: stdout.isTTY ? stdout.columns : 100,
    colour: wantsColour(options, stdout, env),
    unicode: speaksUnicode(env),
  };
}

/** Live lines on a terminal where stages run, plain lines elsewhere, warnings alone where nothing was asked for. */
export async function cliProgress(
  mode: CliMode,
  options: CliOptions,
  { stderr, env }: NodeJS.Process,
): Promise<ShownProgress> {
  const sink = createStreamSink(stderr);
  const clock = createClock();
  if (options.quiet) return quietProgress(stderr);
  const runsStages = mode === "gate" || mode === "collect" || mode === "enable" || mode === "rollback";
  if (!runsStages || !canDrawLive(stderr, env) || env.CI !== undefined) return createPlainProgress({ sink, clock });
  // Measuring what is drawn takes tables that other modes need not wait for.
  const { createTerminalProgress } = await import("../system/progress-terminal.ts");
  return createTerminalProgress({
    sink,
    clock,
    size: () => ({ columns: stderr.columns, rows: stderr.rows }),
    colours: wantsColour(options, stderr, env),
  });
}

function wantsColour(
  options: CliOptions,
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return options.colour ?? (stream.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb");
}

/** Warnings are told even so: they are not progress. */
function quietProgress(stderr: NodeJS.WriteStream): ShownProgress {
  return {
    stageStarted: () => {},
    output: () => {},
    launched: () => {},
    stageEnded: () => {},
    note: () => {},
    warning: (message) => void stderr.write(`warning: ${message}\n`),
    close: async () => {},
  };
}

function speaksUnicode(env: NodeJS.ProcessEnv): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  // Windows Terminal and the runners speak UTF-8 without saying so in a locale.
  return /utf-?8/i.test(locale) || env.WT_SESSION !== undefined || env.GITHUB_ACTIONS === "true" || locale === "";
}
