import { createInterface } from "node:readline/promises";

/** Asks questions one at a time on a terminal. Null where nobody can answer: one of the two is no terminal. */
export function createQuestions(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): { readonly ask: (question: string, suggested: string) => Promise<string>; close(): void } | null {
  if (!input.isTTY || !output.isTTY) return null;
  const reader = createInterface({ input, output });
  return {
    ask: async (question, suggested) => {
      const shown = suggested === "" ? `${question}: ` : `${question} [${suggested}]: `;
      const answer = (await reader.question(shown, { signal })).trim();
      return answer === "" ? suggested : answer;
    },
    close: () => reader.close(),
  };
}
