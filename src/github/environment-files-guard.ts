import type { Files } from "../domain/ports.ts";
import { oneLine } from "../text/one-line.ts";

/** Keeps the runner's command files as they were around something that runs foreign code. */
export interface EnvironmentFilesGuard {
  /** Remembers the files. What this program wrote itself must be in them by now, and nothing more until `check`. */
  snapshot(): Promise<void>;
  /**
   * Compares, and puts back what was changed, so that nothing a child wrote reaches the job's later steps.
   *
   * @returns a sentence for each file that was changed
   */
  check(): Promise<readonly string[]>;
}

const variables = ["GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"] as const;

/** A step's own use of these files is a few kilobytes; the summary may have 1 MiB. */
const maxBytes = 4 * 1024 * 1024;

/**
 * Children do not get the names of these files, but a folder can be listed, so what they do to them is found out and undone.
 *
 * @param env names the files; outside of a GitHub job it names none, and there is nothing to guard
 */
export function createEnvironmentFilesGuard(
  files: Pick<Files, "kind" | "readText" | "writeAtomically" | "remove">,
  env: Readonly<Record<string, string | undefined>>,
): EnvironmentFilesGuard {
  const guarded = variables.flatMap((variable) => {
    const path = env[variable];
    return path === undefined || path === "" ? [] : [{ variable, path }];
  });
  /** The text of each file; null for one that was not there or could not be read. */
  let before = new Map<string, string | null>();

  const read = async (path: string): Promise<string | null> => {
    const text = await files.readText(path, { maxBytes, within: folderOf(path) });
    return text.ok ? text.value : null;
  };

  return {
    async snapshot() {
      const entries = await Promise.all(guarded.map(async ({ path }) => [path, await read(path)] as const));
      before = new Map(entries);
    },
    async check() {
      const sentences: string[] = [];
      for (const { variable, path } of guarded) {
        const old = before.get(path);
        if (old === undefined) continue;
        const now = await read(path);
        if (now === old && (now !== null || (await files.kind(path)) === "nothing")) continue;
        const undone = await putBack(path, old);
        sentences.push(`${describe(variable, old, now)} ${undone}`);
      }
      return sentences;
    },
  };

  async function putBack(path: string, old: string | null): Promise<string> {
    try {
      // What stands there now may be a link or a folder; it goes, and nothing is written through it.
      await files.remove(path);
      if (old !== null) await files.writeAtomically(path, old);
      return "This was undone, so later steps do not see it.";
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return `This could not be undone (${oneLine(why).slice(0, 120)}): do not trust the later steps of this job.`;
    }
  }
}

function describe(variable: string, old: string | null, now: string | null): string {
  if (now === null) return `A stage removed or replaced the job's ${variable} file.`;
  const added = old !== null && now.startsWith(old) ? now.slice(old.length) : now;
  const what = variable === "GITHUB_STEP_SUMMARY" || variable === "GITHUB_PATH" ? "" : namesIn(added);
  return `A stage wrote to the job's ${variable} file${what}.`;
}

/** The names that were set, as far as they can be read and are worth showing. */
function namesIn(text: string): string {
  const names = new Set<string>();
  for (const line of text.slice(0, 64 * 1024).split(/\r?\n/)) {
    const name = /^([A-Za-z_][A-Za-z0-9_-]{0,63})(?:=|<<)/.exec(line)?.[1];
    if (name !== undefined) names.add(name);
    if (names.size > 5) break;
  }
  const shown = [...names].slice(0, 5).join(", ");
  return shown === "" ? "" : `: ${shown}${names.size > 5 ? ", …" : ""}`;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"), 0)) || "/";
}
