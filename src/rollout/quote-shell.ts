/**
 * Words as a person may type them into a POSIX shell: whatever a word holds, the shell takes it as that one word. Control
 * characters are written in the form `$'\n'`, so that nothing acts on the terminal that shows it.
 */
export function quoteShell(words: readonly string[]): string {
  return words.map(quoteWord).join(" ");
}

function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  if (!/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  const escaped = word.replace(/[\\'\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => {
    if (sign === "\\" || sign === "'") return `\\${sign}`;
    return [...new TextEncoder().encode(sign)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  });
  return `$'${escaped}'`;
}
