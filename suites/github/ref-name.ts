/** Whether git takes it as a full name of a ref: the rules of `git check-ref-format` (https://git-scm.com/docs/git-check-ref-format). */
export function isRefName(name: string): boolean {
  if (name === "" || name === "@" || name.startsWith("/") || name.endsWith("/") || name.endsWith(".")) return false;
  if (name.includes("..") || name.includes("//") || name.includes("@{")) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the rule is about
  if (/[\u0000-\u0020\u007f~^:?*[\\]/.test(name)) return false;
  return name.split("/").every((part) => !part.startsWith(".") && !part.endsWith(".lock"));
}
