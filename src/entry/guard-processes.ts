import type { Files, Processes, Progress } from "../domain/ports.ts";
import { createEnvironmentFilesGuard } from "../github/environment-files-guard.ts";

/**
 * Watches over the runner's command files while foreign code runs: what a process changed in them is put back and told,
 * so that nothing it wrote reaches the job's later steps.
 */
export function guardProcesses(
  processes: Processes,
  files: Files,
  env: Readonly<Record<string, string | undefined>>,
  progress: Pick<Progress, "warning">,
): Processes {
  const guard = createEnvironmentFilesGuard(files, env);
  let running = 0;
  /** The guard's work so far: one look or one comparison after the other, never two at once. */
  let work: Promise<void> = Promise.resolve();
  const compare = async (): Promise<void> => {
    for (const sentence of await guard.check()) progress.warning(sentence);
  };
  return {
    ...processes,
    async run(request) {
      running += 1;
      if (running === 1) work = work.then(() => guard.snapshot());
      await work;
      try {
        return await processes.run(request);
      } finally {
        running -= 1;
        // Stages run side by side: the files are compared once the last of them has ended.
        if (running === 0) work = work.then(compare);
        await work;
      }
    },
  };
}
