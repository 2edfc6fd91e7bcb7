import type { Stage } from "../domain/config.ts";
import { commandWords } from "../stages/command-words.ts";
import { namedPaths, namedProgram } from "../stages/named-paths.ts";
import type { CollectPorts } from "./collect-ports.ts";
import { stageDirectory } from "./run-launch.ts";

/** Something that a stage names and that is not there. */
export interface MissingPiece {
  readonly stage: string;
  readonly kind: "path" | "program" | "folder";
  readonly name: string;
}

/**
 * Looks for the paths and programs that stages name, so that all that is missing is told at once and before anything has
 * run. A path whose whole folder is not there yet is left to an earlier stage when the stage needs one: it may be what
 * that stage builds.
 */
export async function preflight(stages: readonly Stage[], ports: CollectPorts): Promise<readonly MissingPiece[]> {
  const missing = await Promise.all(stages.map((stage) => missingOf(stage, ports)));
  return missing.flat();
}

async function missingOf(stage: Stage, ports: CollectPorts): Promise<readonly MissingPiece[]> {
  const directory = stageDirectory(stage, ports);
  const piece = (kind: MissingPiece["kind"], name: string): MissingPiece => ({ stage: stage.name, kind, name });
  if ((await ports.files.kind(directory)) !== "folder") {
    return stage.needs.length > 0 ? [] : [piece("folder", stage.directory ?? directory)];
  }
  const env = { ...ports.childEnv, ...stage.env };
  const commands = commandWords(stage.run);
  const missing: MissingPiece[] = [];
  for (const program of unique(commands.flatMap((command) => namedProgram(command) ?? []))) {
    const isPath = /[\\/]/.test(program);
    const mayBeBuilt = isPath && (await builtLater(stage, directory, program, ports));
    if (!mayBeBuilt && (await ports.processes.find(program, env, directory)) === null) {
      missing.push(piece("program", program));
    }
  }
  for (const path of unique([...commands.flatMap(namedPaths), ...stage.requires])) {
    if (await thereIs(path, directory, env, stage.requires.includes(path), ports)) continue;
    if (!(await builtLater(stage, directory, path, ports))) missing.push(piece("path", path));
  }
  return missing;
}

async function thereIs(
  path: string,
  directory: string,
  env: Readonly<Record<string, string>>,
  mayBeProgram: boolean,
  ports: CollectPorts,
): Promise<boolean> {
  if ((await ports.files.kind(resolve(directory, path))) !== "nothing") return true;
  return mayBeProgram && !/[\\/]/.test(path) && (await ports.processes.find(path, env, directory)) !== null;
}

async function builtLater(stage: Stage, directory: string, path: string, ports: CollectPorts): Promise<boolean> {
  if (stage.needs.length === 0) return false;
  const folder = resolve(directory, path).replace(/[\\/][^\\/]*[\\/]?$/, "");
  return (await ports.files.kind(folder)) === "nothing";
}

function resolve(directory: string, path: string): string {
  return /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path) ? path : `${directory}/${path}`;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
