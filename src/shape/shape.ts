import { type Issue, type Wrong, wrong } from "./issue.ts";

/** A part of a JSON Schema. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Checks a value: its issues are added to the list, and it is `wrong` when there were any. */
export type Parse<Out> = (value: unknown, issues: Issue[]) => Out | Wrong;

/**
 * What a plain value must look like: one description from which the check, the type and the JSON Schema come. Making one
 * costs next to nothing, because every start of the program makes them all; the JSON Schema is made when it is asked for.
 */
export class Shape<Out> {
  readonly parse: Parse<Out>;
  readonly jsonSchema: () => JsonSchema;

  constructor(parse: Parse<Out>, jsonSchema: () => JsonSchema) {
    this.parse = parse;
    this.jsonSchema = jsonSchema;
  }

  /** With a sentence for editors and the reference. */
  describe(description: string): Shape<Out> {
    return this.annotate({ description });
  }

  /** With more keywords in its JSON Schema; they check nothing here. */
  annotate(keywords: JsonSchema): Shape<Out> {
    return new Shape(this.parse, () => ({ ...this.jsonSchema(), ...keywords }));
  }

  /** For a key that may be left out. */
  optional(): OptionalShape<Out> {
    return new OptionalShape(this);
  }

  /** Or nothing at all (null). */
  nullable(): Shape<Out | null> {
    return new Shape<Out | null>(
      (value, issues) => (value === null ? null : this.parse(value, issues)),
      () => anyOf([this.jsonSchema(), { type: "null" }]),
    );
  }

  /** What the value means. It is asked only for a value that is right. */
  transform<Meaning>(meaning: (value: Out) => Meaning): Shape<Meaning> {
    return new Shape<Meaning>((value, issues) => {
      const out = this.parse(value, issues);
      return out === wrong ? wrong : meaning(out);
    }, this.jsonSchema);
  }

  /** What the value means, where it may mean nothing: `read` tells its meaning, or adds issues and gives `wrong`. */
  read<Meaning>(read: (value: Out, issues: Issue[]) => Meaning | Wrong): Shape<Meaning> {
    return new Shape<Meaning>((value, issues) => {
      const out = this.parse(value, issues);
      return out === wrong ? wrong : read(out, issues);
    }, this.jsonSchema);
  }

  /** A rule that a value must keep besides; `message` is told when it does not. */
  refine(keeps: (value: Out) => boolean, message: string): Shape<Out> {
    return this.read<Out>((value, issues) => {
      if (keeps(value)) return value;
      issues.push({ code: "meaning", path: [], input: value, message, detail: undefined });
      return wrong;
    });
  }
}

/** The shape of a key that may be left out. A key whose value is undefined counts as left out. */
export class OptionalShape<Out> {
  readonly shape: Shape<Out>;

  constructor(shape: Shape<Out>) {
    this.shape = shape;
  }
}

/** The type of what a shape lets through. */
export type Infer<S> = S extends Shape<infer Out> ? Out : never;

/** Alternatives in JSON Schema; mere types are drawn together. */
export function anyOf(alternatives: readonly JsonSchema[]): JsonSchema {
  const isMereType = alternatives.every((one) => Object.keys(one).length === 1 && typeof one.type === "string");
  return isMereType ? { type: alternatives.map((one) => one.type) } : { anyOf: alternatives };
}
