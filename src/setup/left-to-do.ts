import type { SetupAnswers } from "./setup-answers.ts";
import type { Toolchain } from "./toolchain.ts";

/** What a person still has to do, in order, one sentence each. */
export function leftToDo(answers: SetupAnswers, toolchains: readonly Toolchain[]): readonly string[] {
  return [
    ...(toolchains.length === 0 ? ["Write the command that tests this repository under stages: in the config."] : []),
    ...(answers.flag === null
      ? ["Name the flag under flag: in the config; until then nothing is compared, turned on or turned off."]
      : []),
    ...(answers.flag?.read === null
      ? [`Write the command under flag.read that prints what the program makes of ${answers.flag.variable}.`]
      : []),
    "Add .rollout-gate/ to .gitignore.",
    ...(answers.action === null
      ? ["Put the Action's address and a full commit in place of OWNER/rollout-gate@COMMIT in the three workflows."]
      : []),
    ...toolchains.flatMap(({ advice }) => advice),
    ...(answers.flag === null
      ? []
      : ["Name production's logs or its Prometheus under verify.sources (docs/telemetry.md)."]),
  ];
}
