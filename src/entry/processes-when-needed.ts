import type { Processes } from "../domain/ports.ts";

/**
 * Processes that are made when the first one is asked for. Concluding starts none, and should not wait for what starting them
 * takes to load.
 */
export function processesWhenNeeded(create: () => Promise<Processes>): Processes {
  let made: Promise<Processes> | null = null;
  const processes = (): Promise<Processes> => {
    made ??= create();
    return made;
  };
  return {
    run: async (request) => (await processes()).run(request),
    resolve: async (command, env, directory) => (await processes()).resolve(command, env, directory),
    find: async (program, env, directory) => (await processes()).find(program, env, directory),
  };
}
