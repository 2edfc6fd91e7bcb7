import type { CliMode } from "./cli-arguments.ts";

const overview = `Rollout Gate proves that a flag is safe to turn on.

Usage: rollout-gate <mode> [options]

  gate            run the stages, judge what they show, say GO or not
  collect         run the stages and write evidence, judge nothing
  conclude        judge evidence that collect wrote, run nothing
  plan            print a job matrix for running the stages on many machines
  explain         say what would run, in which order, and what each criterion means
  read FILE…      say what a result file is understood to hold
  compare A B     compare benchmark files of two sides, without a config

  --help, -h      this text, or with a mode its options
  --version, -V   the version
  --json          print JSON for programs instead of text for people
  --no-color      no colours (also NO_COLOR=1); --color insists on them
  --quiet, -q     no progress, only the result

Exit status: 0 GO (with or without conditions), 1 no GO, 2 the gate itself could not work,
130 or 143 cancelled.
`;

const config = "  --config, -c FILE     the config; .github/rollout-gate.yml by default";
const stage = "  --stage, -s NAME      only this stage; may be given more than once";
const report = "  --report, -r FOLDER   where report.json and report.md go; .rollout-gate/report by default";
const ledger = "  --ledger FOLDER       the folder that holds the ledger, instead of the one the config names";
const failOn = "  --fail-on WHAT        inconclusive (default): everything that is no GO fails; no-go; never";

const byMode: Readonly<Record<CliMode, string>> = {
  gate: `Runs the stages, judges what they show, says GO or not.

Usage: rollout-gate gate [options]

${config}
${stage}
  --evidence, -e FOLDER where evidence goes; .rollout-gate/evidence by default
${report}
${ledger}
${failOn}
`,
  collect: `Runs the stages and writes what they show to an evidence file. Judges nothing, needs no token.

Usage: rollout-gate collect [options]

${config}
${stage}
  --evidence, -e FOLDER where evidence goes; .rollout-gate/evidence by default
  --shard N/M           this job's place in a matrix, as plan prints it
`,
  conclude: `Judges evidence that collect wrote, of one job or of many. Runs none of the repository's code.

Usage: rollout-gate conclude [options]

${config}
  --evidence, -e PATH   an evidence file, or a folder that holds some; may be given more than once
${report}
${ledger}
${failOn}
`,
  plan: `Prints a job matrix, as JSON for a workflow's strategy.matrix.

Usage: rollout-gate plan [options]

${config}
${stage}
${ledger}
  --jobs, -j N          how many jobs at the most; 4 by default
`,
  explain: `Says what would run, in which order, and what each criterion means. Runs nothing.

Usage: rollout-gate explain [options]

${config}
`,
  read: `Says what a result file is understood to hold: its format, and names, units, directions and samples.

Usage: rollout-gate read FILE… [options]

  --format NAME         read it as this format, where its content leaves a choice
`,
  compare: `Compares benchmark files of two sides: the changes with their intervals, and whether a criterion is met.
Any benchmark format; every file is a launch; a folder stands for all files in it. Needs no config.

Usage: rollout-gate compare BASELINE CANDIDATE [options]
       rollout-gate compare BASELINE… [options] -- CANDIDATE…
       rollout-gate compare [options] --baseline FILE… --candidate FILE…
       rollout-gate compare FILE… [options]      files that hold both arms

  --criterion LIMIT     what every benchmark must meet: "< +10 %", "within 5 %", "< +2 ms", "< 500 ms"
  --floor AMOUNT        differences smaller than this are ignored, such as "0.05 ms"
  --benchmark PATTERN   only these, * for any text; may be given more than once
  --baseline, -b FILE…  the baseline's files, up to --candidate
  --candidate FILE…     the candidate's files
  --format NAME         read them as this format, where their content leaves a choice

Exit status: 0 no criterion, or met by every benchmark; 1 not met, inconclusive or missing; 2 files that cannot
be read or compared.
`,
};

/** The help text, for all modes or one. */
export function cliHelp(mode: CliMode | null): string {
  return mode === null ? overview : byMode[mode];
}
