import type { Files } from "../domain/ports.ts";
import { findToolchains } from "../setup/find-toolchains.ts";
import { flagCandidates } from "../setup/flag-candidates.ts";
import { leftToDo } from "../setup/left-to-do.ts";
import { renderSetupConfig } from "../setup/render-config.ts";
import type { SetupSummary } from "../setup/render-summary.ts";
import { renderSetupWorkflows, type SetupFile } from "../setup/render-workflows.ts";
import { type RepositoryTree, worthReading } from "../setup/repository-tree.ts";
import { complainAboutAnswers, rolloutName, type SetupAnswers } from "../setup/setup-answers.ts";
import { readConfigText } from "./load-config.ts";
import { GateBroke } from "./mode-ports.ts";

/** Asks a person; the default when nothing was typed. */
export type AskPerson = (question: string, suggested: string) => Promise<string>;

/** What the command line says; null where it leaves something open. */
export interface InitOptions {
  readonly name: string | null;
  readonly flagVariable: string | null;
  readonly flagRead: string | null;
  readonly action: string | null;
  readonly branch: string | null;
}

export interface InitPorts {
  readonly files: Pick<Files, "list" | "readText">;
  /** Writes a file that is not there yet, whole or not at all, in a folder of the workspace. False: something is there. */
  readonly writeNew: (path: string, text: string) => Promise<boolean>;
  readonly workspace: string;
  /** The branch that is checked out; null when it is not known. */
  readonly branch: string | null;
  /** The Action's address at a full commit, where this program can tell its own; else null. */
  readonly ownAction: string | null;
  /** Null: nobody is there to be asked. */
  readonly ask: AskPerson | null;
}

const configPath = ".github/rollout-gate.yml";
const mostFiles = 20_000;
const largestRead = 256 * 1024;
const notEntered = [
  ".git",
  "node_modules",
  ".venv",
  "venv",
  "vendor",
  "target",
  "build",
  "dist",
  ".rollout-gate",
  "__pycache__",
];

/**
 * Looks at a repository and writes a config and three workflows for it. What is there already is never changed.
 *
 * @throws GateBroke when an answer cannot be taken, or what would be written is not valid: nothing was written then
 */
export async function init(options: InitOptions, ports: InitPorts): Promise<SetupSummary> {
  const tree = await readTree(ports);
  const toolchains = findToolchains(tree);
  const answers = await answer(options, tree, ports);
  const complaints = complainAboutAnswers(answers);
  if (complaints.length > 0) throw new GateBroke(complaints.join("\n"));
  const files: readonly SetupFile[] = [
    { path: configPath, text: renderSetupConfig(answers, toolchains) },
    ...renderSetupWorkflows(answers, toolchains),
  ];
  const checked = await readConfigText(files[0]?.text ?? "", configPath);
  if ("problem" in checked) throw new GateBroke(`The config that would be written is not valid:\n${checked.problem}`);
  const written: string[] = [];
  const kept: string[] = [];
  for (const { path, text } of files) {
    if (await ports.writeNew(path, text)) written.push(path);
    else kept.push(path);
  }
  return { toolchains, written, kept, leftToDo: leftToDo(answers, toolchains) };
}

async function readTree({ files, workspace }: InitPorts): Promise<RepositoryTree> {
  const listed = await files.list(workspace, { maxFiles: mostFiles, skip: notEntered });
  // Paths become part of commands and workflows, so an odd one is none of ours.
  const paths = listed.filter((path) => /^[\w@+=,. /-]+$/.test(path));
  const texts = new Map<string, string>();
  for (const path of worthReading(paths)) {
    const read = await files.readText(`${workspace}/${path}`, { maxBytes: largestRead, within: workspace });
    // What cannot be read is simply not known; nothing depends on it but a suggestion.
    if (read.ok) texts.set(path, read.value);
  }
  return { paths, text: (path) => texts.get(path) ?? null };
}

async function answer(options: InitOptions, tree: RepositoryTree, ports: InitPorts): Promise<SetupAnswers> {
  const { ask } = ports;
  const folder =
    ports.workspace
      .split(/[\\/]/)
      .filter((part) => part !== "")
      .at(-1) ?? "";
  const name = options.name ?? (await asked(ask, "A name for this rollout", rolloutName(folder)));
  const candidates = flagCandidates(tree);
  const hint = candidates.length === 0 ? "" : ` (the code reads ${candidates.join(", ")})`;
  const variable =
    options.flagVariable ??
    (await asked(ask, `The environment variable that sets the flag${hint}; empty: not yet`, ""));
  const read =
    options.flagRead ??
    (variable === ""
      ? ""
      : await asked(ask, "A command that prints the flag's value as the program sees it; empty: not yet", ""));
  const branch =
    options.branch ?? (await asked(ask, "The branch that changes are merged into", ports.branch ?? "main"));
  return {
    name,
    flag: variable === "" ? null : { variable, read: read === "" ? null : read },
    action: options.action ?? ports.ownAction,
    branch,
  };
}

async function asked(ask: AskPerson | null, question: string, suggested: string): Promise<string> {
  return ask === null ? suggested : (await ask(question, suggested)).trim();
}
