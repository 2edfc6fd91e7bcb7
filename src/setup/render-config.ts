import type { SetupAnswers } from "./setup-answers.ts";
import type { StageDraft, Toolchain } from "./toolchain.ts";

const placeholder = "echo unknown # replace: print what the program really works with, on or off";

/** The config's text: what was found, and what was answered. It is checked by the config's own reader before it is written. */
export function renderSetupConfig(answers: SetupAnswers, toolchains: readonly Toolchain[]): string {
  const { flag } = answers;
  const stages = toolchains.flatMap((toolchain) => stagesOf(toolchain, toolchains.length > 1, flag !== null));
  const tests = stages.filter(({ kind }) => kind === "unit").map(({ name }) => name);
  const compared = flag === null ? [] : stages.filter(({ kind }) => kind === "benchmark");
  return [
    `# What must hold before the flag of this rollout is turned on, while it is on, and how it is turned off.\nrollout: ${answers.name}\n`,
    flag === null ? noFlag : flagSection(flag.variable, flag.read),
    `stages:\n${stages.length === 0 ? noStages : stages.map(({ text }) => text).join("")}`,
    ...(compared.length === 0
      ? []
      : [
          `criteria:\n${compared.map(({ name }) => `  # Compared with the flag off, by an interval: the verdict waits until it is decided.\n  ${name}/*: { pass: "< +10 %", severity: critical }\n`).join("")}`,
        ]),
    "# Verdicts are remembered on a branch of this repository. In a terminal: --ledger FOLDER.\nledger: { branch: rollout-gate }\n",
    ...(flag === null ? [] : [switchSection(tests)]),
    watchSection(answers.name),
  ].join("\n");
}

const noFlag = `# Name the flag, and stages run with it on, benchmarks are compared with it off, and enable, verify and rollback have something
# to work with (docs/flags-and-arms.md):
#
# flag:
#   read: COMMAND    # prints the value that the program really works with
#   set: [{ env: VARIABLE }]
`;

const noStages = `  # Nothing was found that tests this repository. Replace the command by one that does.
  unit:
    run: echo "write the command here"; exit 1
`;

function flagSection(variable: string, read: string | null): string {
  const told =
    read === null
      ? "# The gate sets the flag off and on and reads it both times. Until this command tells, nothing is known and the verdict is no GO.\n"
      : "";
  return `flag:\n  ${told === "" ? "" : `${told}  `}read: ${quote(read ?? placeholder)}\n  set:\n    - env: ${variable}\n`;
}

function stagesOf({ name, folder, unit, benchmark }: Toolchain, several: boolean, hasFlag: boolean) {
  const suffix = several ? `-${name}` : "";
  const tests = `unit${suffix}`;
  const speed = `benchmark${suffix}`;
  return [
    { kind: "unit", name: tests, text: stage(tests, folder, unit, []) },
    ...(benchmark === null
      ? []
      : [{ kind: "benchmark", name: speed, text: stage(speed, folder, benchmark, armLines(tests, hasFlag)) }]),
  ];
}

function armLines(tests: string, hasFlag: boolean): readonly string[] {
  return [`needs: [${tests}]`, hasFlag ? "arms: { launches: 5..24 }" : "arms: as-is"];
}

function stage(name: string, folder: string, draft: StageDraft, more: readonly string[]): string {
  const lines = [
    ...(folder === "" ? [] : [`dir: ${quote(folder)}`]),
    ...more,
    ...(draft.run.includes("\n")
      ? ["run: |", ...draft.run.split("\n").map((line) => `  ${line}`)]
      : [`run: ${quote(draft.run)}`]),
    ...(draft.tests === null ? [] : [`tests: ${draft.tests}`]),
    ...(draft.coverage === null ? [] : [`coverage: { file: ${draft.coverage.file}, of: ${quote(draft.coverage.of)} }`]),
    ...(draft.benchmarks === null ? [] : [`benchmarks: ${draft.benchmarks}`]),
    "timeout: 20 min",
  ];
  return `  ${name}:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

function switchSection(tests: readonly string[]): string {
  const stages = `[${tests.join(", ")}]`;
  return `enable: { validate: ${stages}, deadline: 24 h }
rollback: { verify: ${stages}, within: 5 min }
`;
}

function watchSection(name: string): string {
  return `# What is watched once the flag is on. Issues with the label are all that is known of production here: name its logs or its
# Prometheus under sources as well (docs/telemetry.md).
verify:
  sources:
    issues: { github: { metrics: { reported: { issues: [${quote(`rollout: ${name}`)}] } } } }
  windows:
    day-1: { after: 1 d, criteria: { reported: { pass: "== 0", severity: warning } } }
    day-7: { after: 7 d, criteria: { reported: { pass: "== 0", severity: warning } } }
    day-30: { after: 30 d, report: true, criteria: { reported: { pass: "== 0", severity: warning } } }
`;
}

/** A YAML scalar: plain where nothing in it could be anything else. */
function quote(text: string): string {
  return /^[A-Za-z./$][\w ./$=-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text.trim())
    ? text
    : JSON.stringify(text);
}
