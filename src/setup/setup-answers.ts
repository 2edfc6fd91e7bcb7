/** What a person, or the command line, said about the rollout. */
export interface SetupAnswers {
  /** The rollout's name, as a config takes it. */
  readonly name: string;
  /** Null: nothing is known of the flag yet. */
  readonly flag: {
    /** The environment variable that sets it. */
    readonly variable: string;
    /** The command that prints the value the program works with; null when it is still to be written. */
    readonly read: string | null;
  } | null;
  /** What workflows use: `owner/name@` and a full commit; null when it is not known. */
  readonly action: string | null;
  /** The branch that changes are merged into. */
  readonly branch: string;
}

/** A name for the rollout out of the folder's name: small letters, digits and dashes; `rollout` when nothing is left. */
export function rolloutName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return name === "" ? "rollout" : name;
}

/** Why an answer cannot be taken, one sentence each; empty when all can. */
export function complainAboutAnswers({ name, flag, action, branch }: SetupAnswers): readonly string[] {
  return [
    /^[A-Za-z0-9][\w.-]{0,99}$/.test(name)
      ? ""
      : `"${name}" is no name for a rollout: use letters, digits, dots, dashes.`,
    flag === null || /^[A-Za-z_]\w{0,199}$/.test(flag.variable)
      ? ""
      : `"${flag.variable}" is no name for an environment variable: use letters, digits and underscores.`,
    flag?.read === undefined || flag.read === null || !/[\r\n]/.test(flag.read)
      ? ""
      : "The command that reads the flag is one line.",
    action === null || /^[\w.-]+\/[\w.-]+(?:\/[\w./-]+)?@[0-9a-f]{40}$/.test(action)
      ? ""
      : `"${action}" is not pinned: write owner/name@ and the 40 digits of a commit.`,
    /^[A-Za-z0-9][\w./-]{0,199}$/.test(branch) ? "" : `"${branch}" is no name for a branch.`,
  ].filter((complaint) => complaint !== "");
}
