import type { CliMode } from "./cli-arguments.ts";

const overview = `Rollout Gate proves that a flag is safe to turn on.

Usage: rollout-gate <mode> [options]

  init            look at this repository, write a config and three workflows for it
  gate            run the stages, judge what they show, say GO or not
  collect         run the stages and write evidence, judge nothing
  conclude        judge evidence that collect wrote, run nothing
  enable          turn the flag on for good, with a backup and a way back; turned back when anything fails
  rollback        turn the flag off, see that it is off, and see that all is well
  verify          look at what production writes since the flag is on: keep it, look into it, or roll back
  status          say where a rollout stands, who must act by when, and what is due
  doctor          look at the set-up part by part, and say how to mend it
  plan            print a job matrix for running the stages on many machines
  explain         say what would run and what each criterion means; explain CHECK: why it is what it is
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
const evidence = "  --evidence, -e FOLDER where evidence goes; .rollout-gate/evidence by default";
const report = "  --report, -r FOLDER   where report.json, .md and .html go; .rollout-gate/report by default";
const ledger = "  --ledger FOLDER       the folder that holds the ledger, instead of the one the config names";
const failOn = "  --fail-on WHAT        inconclusive (default): everything that is no GO fails; no-go; never";

const byMode: Readonly<Record<CliMode, string>> = {
  init: `Looks at this repository, asks a few questions, and writes .github/rollout-gate.yml and three workflows. What is there already
stays as it is.

Usage: rollout-gate init [options]

  --yes, -y             ask nothing, take what was found
  --name NAME           the rollout's name; the folder's by default
  --flag-env VARIABLE   the environment variable that sets the flag
  --flag-read COMMAND   prints the flag's value as the program sees it
  --action WHICH        what the workflows use: owner/name@ and a full commit
  --branch NAME         the branch that changes are merged into; the one that is checked out by default
`,
  gate: `Runs the stages, judges what they show, says GO or not.

Usage: rollout-gate gate [options]

${config}
${stage}
${evidence}
${report}
${ledger}
${failOn}
`,
  collect: `Runs the stages and writes what they show to an evidence file. Judges nothing, needs no token.

Usage: rollout-gate collect [options]

${config}
${stage}
${evidence}
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
  enable: `Turns the flag on for good: only with a GO of this very commit and config in the ledger. Backs up, records, sets, reads
back, and runs the stages under "enable:". Whatever fails is turned back.

Usage: rollout-gate enable [options]

${config}
${evidence}
${report}
${ledger}
  --override REASON     turn it on without a GO, a clean workspace or approvals; the reason is recorded

Exit status: 0 it is on, 1 refused, or turned back, 2 it could not be turned back, or the gate could not work.
`,
  rollback: `Turns the flag off and sees that it is off: the ways under "rollback:" in turn, then its stages, its log, and the metric
that led to it. Doing it again harms nothing.

Usage: rollout-gate rollback [options]

${config}
${evidence}
${report}
${ledger}
  --reason TEXT         why; it is recorded
  --way NAME            only this way: flag, version or backup
  --metric STAGE/METRIC what led to it, to be measured again afterwards
  --backup NAME         the backup to put back, instead of the one made when the flag was turned on
  --dry-run, -n         say what would be done, change nothing

Exit status: 0 it is off and all is well, 1 it is off and something must be looked at, or it was refused, 2 it could not be
turned off: the report says what to do by hand.
`,
  verify: `Looks at production in the windows that are due since the flag went on, and says KEEP, INVESTIGATE or ROLL BACK. Each
window is concluded once, however often this runs; what is due is known from the ledger.

Usage: rollout-gate verify [options]

${config}
  --report, -r FOLDER   where watch.json and watch.md go; .rollout-gate/report by default
${ledger}
  --window, -w NAME     look at this window now, whatever is due; nothing is recorded and nobody is told
  --record-before       record what the metrics are like while the flag is off, to compare with later
  --dry-run, -n         look at what is due, record nothing, tell nobody
  --fail-on WHAT        inconclusive (default): everything but KEEP fails; no-go: only ROLL BACK does; never

Exit status: 0 KEEP, or nothing is due, 1 people have to act, 2 it could not be looked at, or not be recorded.
`,
  doctor: `Looks at the set-up part by part: config, stages, flag, disk, ledger, workflows, sources, channels. Says of each whether it is as it
must be, and how to mend it. What cannot be looked at from here is told as unknown, never as fine. Changes nothing.

Usage: rollout-gate doctor [options]

${config}
${ledger}
  --run                 also set the flag off and on for a moment, and read it, by the repository's own commands

Exit status: 0 nothing is bad, 1 something is, 2 it could not be looked at.
`,
  status: `Says where rollouts stand: the flag, what is due when, what is not as it should be, who must act by when, what was not
told yet, what is waived. It looks at the ledger and what people ticked, and changes nothing.

Usage: rollout-gate status [options]
       rollout-gate status CONFIG… [options]     more rollouts than one

${config}
${ledger}

Exit status: 0 it could be told, 2 it could not.
`,
  plan: `Prints a job matrix, as JSON for a workflow's strategy.matrix.

Usage: rollout-gate plan [options]

${config}
${stage}
${ledger}
  --jobs, -j N          how many jobs at the most; 4 by default
`,
  explain: `Says what would run, in which order, and what each criterion means. With the name of a check, or a part of it, says why
it is what it is, with the numbers put in, from the evidence that is there. Runs nothing.

Usage: rollout-gate explain [CHECK…] [options]

${config}
  --evidence, -e PATH   where the evidence lies, for a CHECK
${ledger}
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
