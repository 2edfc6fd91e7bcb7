/** A short piece of what a server or a log said, on one line and without control characters, in quotes. */
export function quoteUntrusted(text: string, most = 120): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
  const short = plain.length > most ? `${plain.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…` : plain;
  return `"${short}"`;
}
