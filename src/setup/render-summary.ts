import type { Toolchain } from "./toolchain.ts";

/** What `init` found, wrote and leaves to a person. Paths and names are plain: whatever is not was left out when they were found. */
export interface SetupSummary {
  readonly toolchains: readonly Toolchain[];
  readonly written: readonly string[];
  /** Were there already, and were left as they are. */
  readonly kept: readonly string[];
  readonly leftToDo: readonly string[];
}

/** The summary for a person in a terminal. */
export function renderSetupSummary({ toolchains, written, kept, leftToDo }: SetupSummary): string {
  const found = toolchains.map(
    ({ name, because, benchmark }) => `  ${name}, by ${because}${benchmark === null ? "" : ", with benchmarks"}`,
  );
  return [
    "Found",
    ...(found.length === 0 ? ["  nothing that tests this repository"] : found),
    "",
    ...(written.length === 0 ? [] : ["Written", ...written.map((path) => `  ${path}`), ""]),
    ...(kept.length === 0 ? [] : ["There already, and left as it is", ...kept.map((path) => `  ${path}`), ""]),
    "Left to do",
    ...leftToDo.map((line, at) => `  ${at + 1}. ${line}`),
    "",
    "Then",
    "  rollout-gate explain    says what would run, and runs nothing",
    "  rollout-gate gate       gives the first verdict",
    "",
  ].join("\n");
}

/** The same for programs. */
export function renderSetupSummaryJson({ toolchains, written, kept, leftToDo }: SetupSummary): string {
  const found = toolchains.map(({ name, folder, because, benchmark }) => ({
    name,
    folder,
    because,
    benchmarks: benchmark !== null,
  }));
  return `${JSON.stringify({ schema: "rollout-gate/init/1", found, written, kept, leftToDo }, null, 2)}\n`;
}
