import type { Reading } from "../domain/problem.ts";
import type { Issue } from "../shape/issue.ts";
import { wrong } from "../shape/issue.ts";
import type { Shape } from "../shape/shape.ts";
import { failed } from "./flag-value.ts";

const remedy = "Something else wrote to it. Move it away if nothing in it is needed.";

/**
 * Reads a small JSON record of the program's own, which others may have written to all the same.
 *
 * @param what for people: `the manifest of a backup`
 */
export function readRecord<T>(text: string, shape: Shape<T>, what: string): Reading<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed("invalid", `This is not ${what}: it is not JSON.`, remedy);
  }
  const issues: Issue[] = [];
  const record = shape.parse(value, issues);
  if (record !== wrong) return { ok: true, value: record };
  const place = issues[0]?.path.join(".") ?? "";
  return failed("invalid", `This is not ${what}${place === "" ? "" : `: \`${place.slice(0, 80)}\` is wrong`}.`, remedy);
}
