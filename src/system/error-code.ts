/**
 * The code of a system error (`ENOENT`), or what stands in its place. By shape and not by class: an error made by Node itself
 * is not an `Error` of another realm, as under a test runner.
 */
export function errorCode(error: unknown): string {
  if (typeof error !== "object" || error === null) return "UNKNOWN";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "name" in error && typeof error.name === "string" ? error.name : "UNKNOWN";
}
