// Turns src/ into JavaScript in a folder of its own, so that a benchmark needs no build and disturbs none.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Emits the sources and returns a function that imports one of them: `load("judge/look-at.ts")`. */
export function emitSources() {
  const folder = join(root, "build", "bench");
  mkdirSync(folder, { recursive: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const run = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", folder], {
    cwd: root,
    encoding: "utf8",
  });
  if (run.status !== 0 && !existsSync(join(folder, "judge"))) {
    process.stderr.write(run.stdout + run.stderr);
    process.exit(2);
  }
  writeFileSync(join(folder, "package.json"), '{"type":"module"}\n');
  return (path) => import(pathToFileURL(join(folder, path.replace(/\.ts$/, ".js"))).href);
}
