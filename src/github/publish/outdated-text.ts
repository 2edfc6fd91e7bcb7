/** Room for the sentence above a text that was cut to 64 000 bytes, below GitHub's 65 536 characters. */
const sentence = (commit: string, head: string): string =>
  `**Outdated:** this is about \`${commit.slice(0, 12)}\`, and the pull request has moved on to \`${head.slice(0, 12)}\`. What is said of that commit is among its checks.`;

/** A comment's text that no longer is about the pull request's head. */
export function outdatedText(text: string, commit: string, head: string): string {
  return `${sentence(commit, head)}\n\n${text}`;
}
