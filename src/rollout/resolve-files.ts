import { expandPath } from "../config/expand-path.ts";
import type { Config } from "../domain/config.ts";
import type { Host } from "../domain/ports.ts";
import type { Reading } from "../domain/problem.ts";
import type { NamedFile } from "../flag/backup/create-backups.ts";

type Place = Pick<Host, "env" | "home" | "workspace">;

/** Where the state folder is when the config does not say; relative to the workspace. */
/** Where backups, journal and lock lie when the config says nothing; in the workspace. */
export const usualState = ".rollout-gate/rollout";

/** A path of the config, made absolute: `~` and variables expanded, the rest taken from the workspace. */
export function resolvePath(path: string, { env, home, workspace }: Place): Reading<string> {
  const expanded = expandPath(path, env, home);
  if (!expanded.ok) return expanded;
  const absolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(expanded.value);
  return { ok: true, value: plain(absolute ? expanded.value : `${workspace}/${expanded.value}`) };
}

/** Where backups, journal and lock are. */
export function stateFolder(config: Config, place: Place): Reading<string> {
  return resolvePath(config.state.folder ?? usualState, place);
}

/**
 * The files that an operation may write: those under `backup:`, and those in which the flag is set, each once. A file that
 * sets the flag must be there; it is what turning on changes.
 */
export function namedFiles(config: Config, place: Place): Reading<readonly NamedFile[]> {
  const ways = (config.flag?.set ?? []).flatMap((way) => (way.kind === "file" ? [way.path] : []));
  const all = [...config.backup, ...ways.map((path) => ({ path, optional: true }))];
  const files: NamedFile[] = [];
  for (const { path, optional } of all) {
    const resolved = resolvePath(path, place);
    if (!resolved.ok) return resolved;
    if (!files.some((file) => file.resolved === resolved.value))
      files.push({ path, resolved: resolved.value, optional });
  }
  return { ok: true, value: files };
}

/** Whether a path is a folder or lies below it; both absolute. */
export function liesIn(path: string, folder: string): boolean {
  const root = folder.replace(/[\\/]+$/, "");
  return path === root || path.startsWith(`${root}/`) || path.startsWith(`${root}\\`);
}

/** Without `.` and doubled separators, so that two spellings of one path are one. */
function plain(path: string): string {
  const [, root = "", rest = ""] = /^([A-Za-z]:[\\/]|[\\/])(.*)$/s.exec(path) ?? [];
  const parts: string[] = [];
  for (const part of rest.split(root.includes("\\") ? /[\\/]/ : "/")) {
    if (part !== "" && part !== ".") parts.push(part);
  }
  return root + parts.join(root.endsWith("\\") ? "\\" : "/");
}
