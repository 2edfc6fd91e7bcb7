import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { init } from "../modes/init.ts";
import type { ModePorts } from "../modes/mode-ports.ts";
import { renderSetupSummary, renderSetupSummaryJson } from "../setup/render-summary.ts";
import { createQuestions } from "../system/ask-person.ts";
import { readOrigin } from "../system/read-origin.ts";
import { writeNewFile } from "../system/write-new-file.ts";
import type { InitArguments } from "./init-arguments.ts";

/** Looks at the repository, asks where somebody can answer, and writes what is not there yet. */
export async function runInit(
  asked: InitArguments,
  { files, host }: Pick<ModePorts, "files" | "host">,
  terminal: NodeJS.Process,
  { json, signal }: { readonly json: boolean; readonly signal: AbortSignal },
): Promise<string> {
  const { workspace } = host;
  const questions = asked.yes || json ? null : createQuestions(terminal.stdin, terminal.stderr, signal);
  try {
    const summary = await init(asked, {
      files,
      workspace,
      writeNew: (path, text) => writeNewFile(workspace, path, text),
      branch: await currentBranch(host),
      ownAction: await ownAction(host.env),
      ask: questions?.ask ?? null,
    });
    return json ? renderSetupSummaryJson(summary) : renderSetupSummary(summary);
  } finally {
    questions?.close();
  }
}

async function currentBranch(host: ModePorts["host"]): Promise<string | null> {
  const { ref } = await host.origin();
  return ref?.replace(/^refs\/heads\//, "") ?? null;
}

/** Where this program lies in a clone of its own repository, that says which Action it is. A clone with changes is none that others have. */
async function ownAction(env: Readonly<Record<string, string>>): Promise<string | null> {
  const own = dirname(fileURLToPath(import.meta.url));
  const { repository, commit, dirty } = await readOrigin(own, withoutActions(env));
  return repository === null || commit === null || dirty !== false ? null : `${repository}@${commit}`;
}

/** What Actions says of a run is about the repository that is tested. */
function withoutActions(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GITHUB_")));
}
