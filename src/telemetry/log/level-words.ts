/** A level by the name that the config uses for it, in lower case. */
export type Level = string;

const synonyms: Readonly<Record<Level, readonly string[]>> = {
  trace: ["trace", "finest", "verbose", "trce", "silly"],
  debug: ["debug", "fine", "finer", "dbug", "dbg"],
  info: ["info", "information", "informational", "inf"],
  notice: ["notice"],
  warning: ["warning", "warn", "wrn"],
  error: ["error", "err", "severe", "fail", "eror"],
  critical: ["critical", "crit", "fatal", "alert", "emerg", "emergency", "panic", "ftl"],
};

const byWord = new Map(
  Object.entries(synonyms).flatMap(([level, words]) => words.map((word) => [word, level] as const)),
);

/** The one name of a level that is written in several ways; a level of the program's own keeps its name. */
export function levelOf(word: string): Level {
  const lower = word.toLowerCase();
  return byWord.get(lower) ?? lower;
}

/** Levels of syslog by their number, and of pino and bunyan. */
export function levelOfNumber(value: number): Level {
  if (value >= 0 && value <= 7) {
    return ["critical", "critical", "critical", "error", "warning", "notice", "info", "debug"][value] ?? "";
  }
  return { 10: "trace", 20: "debug", 30: "info", 40: "warning", 50: "error", 60: "critical" }[value] ?? "";
}

/** Every word that a level is written as, in small letters. */
export function levelWords(own: readonly Level[]): readonly (readonly [word: string, level: Level])[] {
  return [...new Set([...byWord.keys(), ...own.map((level) => level.toLowerCase())])].map((word) => [
    word,
    levelOf(word),
  ]);
}

/** Finds level words among bytes. */
export interface LevelTable {
  /** The level that a word of letters names; null when it names none. */
  at(bytes: Buffer, start: number, end: number): Level | null;
  /** 1 for bytes that a level can begin with. */
  readonly initial: Uint8Array;
}

/** @param own levels that only this program has */
export function createLevelTable(own: readonly Level[]): LevelTable {
  const initial = new Uint8Array(256);
  const entries = new Map<number, { readonly letters: Buffer; readonly level: Level }[]>();
  for (const [word, level] of levelWords(own)) {
    const letters = Buffer.from(word, "latin1");
    const first = letters[0] ?? 0;
    initial[first] = 1;
    initial[first - 32] = 1;
    const key = (first << 8) | letters.length;
    const list = entries.get(key) ?? [];
    list.push({ letters, level });
    entries.set(key, list);
  }
  return {
    initial,
    at(bytes, start, end) {
      const candidates = entries.get((((bytes[start] ?? 0) | 32) << 8) | (end - start));
      if (candidates === undefined) return null;
      for (const { letters, level } of candidates) {
        let index = 1;
        while (index < letters.length && ((bytes[start + index] ?? 0) | 32) === letters[index]) index++;
        if (index === letters.length) return level;
      }
      return null;
    },
  };
}
