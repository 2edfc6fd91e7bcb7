import type { Report } from "../domain/report.ts";
import { noContext } from "../domain/run-context.ts";
import { exitStatus, exitStatusOf } from "../modes/exit-status.ts";
import type { LoadedConfig } from "../modes/load-config.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { catchSignals } from "../system/catch-signals.ts";
import type { ShownProgress } from "../system/progress-plain.ts";
import { brokenText } from "./broken-text.ts";
import type { CliMode, CliOptions } from "./cli-arguments.ts";
import { cliProgress, cliStyle } from "./cli-style.ts";
import { createPorts } from "./create-ports.ts";
import { defaultPaths } from "./default-paths.ts";

/**
 * Runs one mode for a person in a terminal. What was asked for goes to standard output, what happens meanwhile to
 * standard error, so that the two can be told apart in a pipe.
 *
 * @returns the exit status
 */
export async function runCli(mode: CliMode, options: CliOptions, terminal: NodeJS.Process): Promise<number> {
  const cancel = catchSignals(terminal);
  const style = cliStyle(options, terminal);
  const progress = await cliProgress(mode, options, terminal);
  try {
    const status = await run(mode, options, terminal, progress, cancel.signal, style);
    return cancel.status ?? status;
  } catch (error) {
    await progress.close();
    if (cancel.status !== null) return cancel.status;
    terminal.stderr.write(`${brokenText(error)}\n`);
    return exitStatus.broke;
  } finally {
    cancel.stop();
  }
}

async function run(
  mode: CliMode,
  options: CliOptions,
  terminal: NodeJS.Process,
  progress: ShownProgress,
  signal: AbortSignal,
  style: ReturnType<typeof cliStyle>,
): Promise<number> {
  const print = (text: string): void => void terminal.stdout.write(text);
  const ports: ModePorts = await createPorts({
    env: terminal.env,
    directory: terminal.cwd(),
    progress,
    // A job that calls the program so tells it nothing of its run: it must not pass for a terminal, and may record nothing.
    ...(terminal.env.GITHUB_ACTIONS === "true"
      ? { context: { ...noContext, event: terminal.env.GITHUB_EVENT_NAME || "unknown" } }
      : {}),
    ...(options.ledger === null ? {} : { ledgerFolder: options.ledger }),
    publish: async (report, write) => {
      // Live lines are taken down first, so that the report does not land among them.
      await progress.close();
      const { renderReportJson } = await import("../report/render-report-json.ts");
      const { renderTerminal } = await import("../report/render-terminal.ts");
      const { writeReportFiles } = await import("./write-report-files.ts");
      print(options.json ? renderReportJson(report) : renderTerminal(report, style));
      return writeReportFiles(report, options.report ?? defaultPaths.report, write, terminal.argv[1]);
    },
  });
  const config = async (): Promise<LoadedConfig> => {
    const { loadConfig } = await import("../modes/load-config.ts");
    return loadConfig(options.config ?? defaultPaths.config, ports);
  };
  const verdict = (report: Report) => exitStatusOf(report.verdict.decision, options.failOn);
  // Each mode is loaded when it is asked for: concluding should not wait for what collecting needs, nor comparing for configs.
  switch (mode) {
    case "init": {
      const { runInit } = await import("./run-init.ts");
      print(await runInit(options.init, ports, terminal, { json: options.json, signal }));
      return exitStatus.go;
    }
    case "gate": {
      const { gate } = await import("../modes/gate.ts");
      const loaded = await config();
      if (loaded.warnings !== "") progress.warning(loaded.warnings);
      return verdict(await gate({ ...collectOptions(options, signal), config: loaded }, ports));
    }
    case "collect": {
      const { collect } = await import("../modes/collect.ts");
      const loaded = await config();
      const { file } = await collect({ ...collectOptions(options, signal), config: loaded }, ports);
      print(options.json ? `${JSON.stringify({ evidence: file })}\n` : `Evidence is in ${file}\n`);
      return exitStatus.go;
    }
    case "conclude": {
      const { conclude } = await import("../modes/conclude.ts");
      const evidence = options.evidence.length === 0 ? [defaultPaths.evidence] : options.evidence;
      return verdict(await conclude({ config: await config(), evidence }, ports));
    }
    case "enable":
    case "rollback": {
      const { createRolloutPorts } = await import("./create-rollout-ports.ts");
      const { rolloutStatus, runRollout } = await import("./run-rollout.ts");
      const { renderRolloutReport } = await import("./render-rollout-report.ts");
      const loaded = await config();
      if (loaded.warnings !== "") progress.warning(loaded.warnings);
      const { env } = terminal;
      const rolloutPorts = await createRolloutPorts(ports, { env, directory: terminal.cwd(), config: loaded.config });
      const { evidenceFolder } = collectOptions(options, signal);
      const report = await runRollout(
        mode,
        { config: loaded, request: options.rollout, evidenceFolder, signal },
        rolloutPorts,
      );
      await progress.close();
      const rendered = renderRolloutReport(report, ports.redact);
      print(options.json ? rendered.json : rendered.terminal(style));
      for (const warning of await rendered.write(
        options.report ?? defaultPaths.report,
        ports.files,
        ports.host.workspace,
      )) {
        progress.warning(warning);
      }
      return rolloutStatus(report.ending);
    }
    case "verify": {
      const { runVerify } = await import("./run-verify.ts");
      const loaded = await config();
      if (loaded.warnings !== "") progress.warning(loaded.warnings);
      const report = options.report ?? defaultPaths.report;
      const { watch, failOn } = options;
      const { evidenceFolder } = collectOptions(options, signal);
      const place = { env: terminal.env, directory: terminal.cwd(), github: null, evidenceFolder };
      const request = { config: loaded, watch, report, failOn, signal, ...place };
      const { rendered, warnings, status } = await runVerify(request, ports);
      await progress.close();
      print(options.json ? rendered.json : rendered.terminal(style));
      for (const warning of warnings) progress.warning(warning);
      return status;
    }
    case "doctor": {
      const { runDoctor } = await import("./run-doctor.ts");
      const file = options.config ?? defaultPaths.config;
      const place = { env: terminal.env, github: null };
      const { checks, status } = await runDoctor({ file, run: options.runsCommands, signal, ...place }, ports);
      const { renderHealth, renderHealthJson } = await import("../report/render-health.ts");
      print(options.json ? renderHealthJson(checks) : renderHealth(checks, style));
      return status;
    }
    case "status": {
      const { runStatus } = await import("./run-status.ts");
      const files = options.config === null ? options.operands : [options.config];
      const rendered = await runStatus(files, ports);
      await progress.close();
      print(options.json ? rendered.json : rendered.terminal(style));
      return exitStatus.go;
    }
    case "plan": {
      const { plan } = await import("../modes/plan.ts");
      print(`${JSON.stringify(await plan((await config()).config, options.stages, options.jobs, ports))}\n`);
      return exitStatus.go;
    }
    case "explain": {
      const { explain } = await import("../modes/explain.ts");
      const loaded = await config();
      if (options.operands.length > 0) {
        const { explainFindings } = await import("../modes/explain-findings.ts");
        const evidence = options.evidence.length === 0 ? [defaultPaths.evidence] : options.evidence;
        print(await explainFindings({ config: loaded, evidence, subjects: options.operands }, ports, style));
        return exitStatus.go;
      }
      print(options.json ? `${JSON.stringify(loaded.config, null, 2)}\n` : explain(loaded, ports.host));
      return exitStatus.go;
    }
    case "read": {
      const { readFiles } = await import("../modes/read.ts");
      const { renderSeries, renderSeriesJson } = await import("../report/render-series.ts");
      const files = await readFiles(options.operands, options.format, ports);
      print(options.json ? renderSeriesJson(files) : renderSeries(files, style));
      return files.some((file) => file.kind === "problem") ? exitStatus.broke : exitStatus.go;
    }
    case "compare": {
      const { compare, comparisonStatus } = await import("../modes/compare.ts");
      const { renderComparison, renderComparisonJson } = await import("../report/render-comparison.ts");
      const asked = options.comparison ?? { paths: [], criterion: null, benchmarks: [] };
      const comparison = await compare({ ...asked, format: options.format }, ports);
      print(options.json ? renderComparisonJson(comparison) : renderComparison(comparison, style));
      return comparisonStatus(comparison);
    }
  }
}

function collectOptions(options: CliOptions, signal: AbortSignal) {
  return {
    stages: options.stages,
    shard: options.shard,
    evidenceFolder: options.evidence[0] ?? defaultPaths.evidence,
    signal,
  };
}
