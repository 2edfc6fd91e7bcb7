import { type Issue, type ValueKind, type Wrong, wrong } from "./issue.ts";
import { type JsonSchema, Shape } from "./shape.ts";

/** A sentence for a value of the wrong kind, or one that depends on it; undefined where there is none. */
export type KindMessage = string | ((input: unknown) => string | undefined);

/** Adds the issue that a value is of the wrong kind. */
export function refuseKind(
  issues: Issue[],
  input: unknown,
  expected: ValueKind,
  message: KindMessage | undefined,
): Wrong {
  issues.push({
    code: "kind",
    path: [],
    input,
    expected,
    message: typeof message === "function" ? message(input) : message,
  });
  return wrong;
}

interface Rule<Value> {
  readonly keeps: (value: Value) => boolean;
  readonly message: string | undefined;
}

/** Checks all rules, so that all that is wrong is told at once. */
function keepsRules<Value>(value: Value, rules: readonly Rule<Value>[], issues: Issue[]): boolean {
  let keepsAll = true;
  for (const { keeps, message } of rules) {
    if (keeps(value)) continue;
    keepsAll = false;
    issues.push({ code: "limit", path: [], input: value, message });
  }
  return keepsAll;
}

/** Text, with rules that are all checked. Lengths are in UTF-16 code units. */
export class TextShape extends Shape<string> {
  readonly #rules: readonly Rule<string>[];
  readonly #keywords: JsonSchema;
  readonly #kind: KindMessage | undefined;

  constructor(kind: KindMessage | undefined, rules: readonly Rule<string>[], keywords: JsonSchema) {
    super(
      (value, issues) => {
        if (typeof value !== "string") return refuseKind(issues, value, "text", kind);
        return keepsRules(value, rules, issues) ? value : wrong;
      },
      () => ({ type: "string", ...keywords }),
    );
    this.#rules = rules;
    this.#keywords = keywords;
    this.#kind = kind;
  }

  #and(rule: Rule<string>, keywords: JsonSchema): TextShape {
    return new TextShape(this.#kind, [...this.#rules, rule], { ...this.#keywords, ...keywords });
  }

  min(minLength: number, message?: string): TextShape {
    return this.#and({ keeps: (value) => value.length >= minLength, message }, { minLength });
  }

  max(maxLength: number, message?: string): TextShape {
    return this.#and({ keeps: (value) => value.length <= maxLength, message }, { maxLength });
  }

  /** @param pattern must run in linear time, and have no flag but `u` */
  matching(pattern: RegExp, message?: string): TextShape {
    return this.#and({ keeps: (value) => pattern.test(value), message }, { pattern: pattern.source });
  }
}

export function text(kind?: KindMessage): TextShape {
  return new TextShape(kind, [], {});
}

/** A finite number, with rules that are all checked. */
export class NumberShape extends Shape<number> {
  readonly #rules: readonly Rule<number>[];
  readonly #keywords: JsonSchema;
  readonly #kind: KindMessage | undefined;
  readonly #whole: boolean;

  constructor(whole: boolean, kind: KindMessage | undefined, rules: readonly Rule<number>[], keywords: JsonSchema) {
    super(
      (value, issues) => {
        if (typeof value !== "number" || !Number.isFinite(value)) return refuseKind(issues, value, "number", kind);
        if (whole && !Number.isInteger(value)) return refuseKind(issues, value, "whole number", kind);
        return keepsRules(value, rules, issues) ? value : wrong;
      },
      () => ({ type: whole ? "integer" : "number", ...keywords }),
    );
    this.#rules = rules;
    this.#keywords = keywords;
    this.#kind = kind;
    this.#whole = whole;
  }

  #and(rule: Rule<number>, keywords: JsonSchema): NumberShape {
    return new NumberShape(this.#whole, this.#kind, [...this.#rules, rule], { ...this.#keywords, ...keywords });
  }

  min(minimum: number, message?: string): NumberShape {
    return this.#and({ keeps: (value) => value >= minimum, message }, { minimum });
  }

  max(maximum: number, message?: string): NumberShape {
    return this.#and({ keeps: (value) => value <= maximum, message }, { maximum });
  }

  above(limit: number, message?: string): NumberShape {
    return this.#and({ keeps: (value) => value > limit, message }, { exclusiveMinimum: limit });
  }

  below(limit: number, message?: string): NumberShape {
    return this.#and({ keeps: (value) => value < limit, message }, { exclusiveMaximum: limit });
  }
}

export function finiteNumber(): NumberShape {
  return new NumberShape(false, undefined, [], {});
}

/** A whole number that a double holds exactly. */
export function wholeNumber(kind?: KindMessage): NumberShape {
  const safe = { keeps: (value: number) => Math.abs(value) <= Number.MAX_SAFE_INTEGER, message: kindText(kind) };
  return new NumberShape(true, kind, [safe], {
    minimum: Number.MIN_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
  });
}

function kindText(kind: KindMessage | undefined): string | undefined {
  return typeof kind === "string" ? kind : undefined;
}

export function boolean(): Shape<boolean> {
  return new Shape<boolean>(
    (value, issues) => (typeof value === "boolean" ? value : refuseKind(issues, value, "true or false", undefined)),
    () => ({ type: "boolean" }),
  );
}

/** One of some words. */
export function oneOf<const Words extends readonly string[]>(words: Words): Shape<Words[number]> {
  return new Shape<Words[number]>(
    (value, issues) => {
      const word = words.find((one) => one === value);
      if (word !== undefined) return word;
      issues.push({ code: "word", path: [], input: value, message: undefined, words });
      return wrong;
    },
    () => ({ type: "string", enum: words }),
  );
}

/** One value and no other. */
export function exactly<const Value extends string | boolean>(only: Value, message?: string): Shape<Value> {
  return new Shape<Value>(
    (value, issues) => {
      if (value === only) return only;
      issues.push({ code: "word", path: [], input: value, message, words: [String(only)] });
      return wrong;
    },
    () => ({ type: typeof only, const: only }),
  );
}

/** A value that a test of its own knows. */
export function tested<Value>(
  test: (value: unknown) => value is Value,
  message: string,
  jsonSchema: JsonSchema,
): Shape<Value> {
  return new Shape<Value>(
    (value, issues) => {
      if (test(value)) return value;
      issues.push({ code: "meaning", path: [], input: value, message, detail: undefined });
      return wrong;
    },
    () => jsonSchema,
  );
}
