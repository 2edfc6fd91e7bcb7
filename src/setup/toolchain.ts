/** A stage that was found to be possible. Commands are the ones that people of this toolchain type. */
export interface StageDraft {
  /** A script for the shell; result files go to `$EVIDENCE`. */
  readonly run: string;
  /** The JUnit file that the command leaves in `$EVIDENCE`; null when it leaves none. */
  readonly tests: string | null;
  /** The benchmark file that it leaves there; null for a stage of tests. */
  readonly benchmarks: string | null;
  /** The coverage file, and the code that it is asked about; null when none is measured. */
  readonly coverage: { readonly file: string; readonly of: string } | null;
}

/** What a repository is tested with. */
export interface Toolchain {
  readonly name: "pytest" | "vitest" | "jest" | "mocha" | "node" | "npm" | "go" | "cargo" | "maven" | "gradle";
  /** Where its commands run, relative to the repository; empty for the root. */
  readonly folder: string;
  /** Names the sign by which it was known. */
  readonly because: string;
  readonly unit: StageDraft;
  readonly benchmark: StageDraft | null;
  /** What would show more than the draft does, one sentence each: a plug-in that is not installed. */
  readonly advice: readonly string[];
  /** Steps of a workflow that make the commands work, as lines of YAML at no indentation. */
  readonly workflowSteps: readonly string[];
}

/** Actions that workflows are given, by the commit of a release. */
export const pinned = {
  checkout: "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0",
  python: "actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0",
  node: "actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0",
  go: "actions/setup-go@d35c59abb061a4a6fb18e82ac0862c26744d6ab5 # v5.5.0",
  java: "actions/setup-java@c5195efecf7bdfc987ee8bae7a71cb8b11521c00 # v4.7.1",
} as const;

/** A step that runs a command in a folder. */
export function runStep(command: string, folder: string): readonly string[] {
  return folder === ""
    ? [`- run: ${command}`]
    : [`- run: ${command}`, `  working-directory: ${JSON.stringify(folder)}`];
}

/** A text as one word of a POSIX shell, plain where it can be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
