import type { Answer } from "./answer.ts";

/** What reads answered over time, so that an earlier answer can be given again, as a replica that lags would. */
export interface ReadHistory {
  add(key: string, answer: Answer): void;
  /** The latest earlier answer to this very read that said something else; null when there is none. */
  before(key: string, current: Answer): Answer | null;
}

const keptEach = 20;

export function createReadHistory(): ReadHistory {
  const history = new Map<string, Answer[]>();
  return {
    add: (key, answer) => {
      const earlier = history.get(key) ?? [];
      if (earlier.at(-1)?.body.equals(answer.body) === true) return;
      history.set(key, [...earlier, answer].slice(-keptEach));
    },
    before: (key, current) =>
      history.get(key)?.findLast(({ body, status }) => status !== current.status || !body.equals(current.body)) ?? null,
  };
}
