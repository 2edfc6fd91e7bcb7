import type { Files, Processes } from "../domain/ports.ts";
import { createEnvironmentFilesGuard } from "../github/environment-files-guard.ts";

/** Processes under guard, and what they were caught at. */
export interface GuardedProcesses {
  readonly processes: Processes;
  /** A sentence for each change that was found and undone. */
  readonly tampering: () => readonly string[];
}

/**
 * Watches over the runner's command files while foreign code runs: what a process changed in them is put back and told,
 * so that nothing it wrote reaches the job's later steps.
 *
 * The files are remembered once, before the first process: what a survivor of one process writes before the next one
 * starts is then a change like any other.
 */
export function guardProcesses(
  processes: Processes,
  files: Files,
  env: Readonly<Record<string, string | undefined>>,
): GuardedProcesses {
  const guard = createEnvironmentFilesGuard(files, env);
  const caught: string[] = [];
  let running = 0;
  /** The guard's work so far: one look or one comparison after the other, never two at once. */
  let work: Promise<void> | null = null;
  const compare = async (): Promise<void> => {
    caught.push(...(await guard.check()));
  };
  return {
    tampering: () => caught,
    processes: {
      ...processes,
      async run(request) {
        work ??= guard.snapshot();
        await work;
        running += 1;
        try {
          return await processes.run(request);
        } finally {
          running -= 1;
          // Stages run side by side: the files are compared once the last of them has ended.
          if (running === 0) work = work.then(compare);
          await work;
        }
      },
    },
  };
}
