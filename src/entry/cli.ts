import { resolve } from "node:path";
import { type CliMode, type CliOptions, parseCliArguments } from "./cli-arguments.ts";
import { cliHelp } from "./cli-help.ts";
import { version } from "./version.ts";

/** The terminal's door: reads the command line, runs one mode, and ends with a status that a shell understands. */
async function main(): Promise<number> {
  const request = parseCliArguments(process.argv.slice(2));
  switch (request.kind) {
    case "help":
      process.stdout.write(cliHelp(request.mode));
      return 0;
    case "version":
      process.stdout.write(`${version}\n`);
      return 0;
    case "wrong":
      process.stderr.write(`rollout-gate: ${request.message}\nTry: rollout-gate --help\n`);
      return 2;
    case "run":
      // Loaded only now, so that help and mistakes are told at once.
      return (await import("./run-cli.ts")).runCli(request.mode, fromHere(request.mode, request.options), process);
  }
}

/** Paths that a person typed mean what they mean in their shell: relative to the current folder. */
function fromHere(mode: CliMode, options: CliOptions): CliOptions {
  return {
    ...options,
    config: options.config === null ? null : resolve(options.config),
    evidence: options.evidence.map((path) => resolve(path)),
    report: options.report === null ? null : resolve(options.report),
    operands: mode === "read" || mode === "status" ? options.operands.map((path) => resolve(path)) : options.operands,
    comparison: options.comparison && {
      ...options.comparison,
      paths: options.comparison.paths.map(({ path, side }) => ({ path: resolve(path), side })),
    },
  };
}

process.exitCode = await main();
