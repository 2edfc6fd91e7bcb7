import type { Processes } from "../domain/ports.ts";
import type { EnvironmentFilesGuard } from "./environment-files-guard.ts";

/**
 * Processes around which the runner's command files are watched: they are compared, and put back, after each child. Take
 * the guard's snapshot first; this program must not write to the files itself until the last child has ended.
 *
 * @param onTampering told one sentence for each file that a child changed
 */
export function guardProcesses(
  processes: Processes,
  guard: EnvironmentFilesGuard,
  onTampering: (sentence: string) => void,
): Processes {
  // Children that run side by side end at any time; two comparisons at once would tell of the same change twice.
  let checks: Promise<void> = Promise.resolve();
  const check = (): Promise<void> => {
    checks = checks.then(async () => {
      for (const sentence of await guard.check()) onTampering(sentence);
    });
    return checks;
  };
  return {
    ...processes,
    async run(request) {
      try {
        return await processes.run(request);
      } finally {
        await check();
      }
    },
  };
}
