import { type Issue, isMild, putStep, wrong } from "./issue.ts";
import { refuseKind } from "./scalar-shapes.ts";
import { anyOf, type JsonSchema, OptionalShape, Shape } from "./shape.ts";

interface ListLimits {
  readonly min?: number;
  /** Told when there are too few items. */
  readonly tooFew?: string;
  readonly max?: number;
}

/** A list of any length within limits. */
export function list<Item>(item: Shape<Item>, limits: ListLimits = {}): Shape<Item[]> {
  const { min = 0, max = Number.POSITIVE_INFINITY } = limits;
  return new Shape<Item[]>(
    (value, issues) => {
      if (!Array.isArray(value)) return refuseKind(issues, value, "list", undefined);
      const start = issues.length;
      const items: Item[] = [];
      for (let index = 0; index < value.length; index++) {
        const before = issues.length;
        const out = item.parse(value[index], issues);
        if (out === wrong) putStep(issues, before, index);
        else items.push(out);
      }
      if (value.length < min || value.length > max) {
        const message = value.length < min ? limits.tooFew : undefined;
        issues.push({ code: "limit", path: [], input: value, message });
      }
      return issues.length === start ? items : wrong;
    },
    () => ({
      type: "array",
      items: item.jsonSchema(),
      ...(limits.min === undefined ? {} : { minItems: min }),
      ...(limits.max === undefined ? {} : { maxItems: max }),
    }),
  );
}

/** A list whose first item is of a shape of its own. */
export function listWithFirst<First, Rest>(first: Shape<First>, rest: Shape<Rest>): Shape<[First, ...Rest[]]> {
  return new Shape<[First, ...Rest[]]>(
    (value, issues) => {
      if (!Array.isArray(value)) return refuseKind(issues, value, "list", undefined);
      const start = issues.length;
      const head = first.parse(value[0], issues);
      putStep(issues, start, 0);
      const tail: Rest[] = [];
      for (let index = 1; index < value.length; index++) {
        const before = issues.length;
        const out = rest.parse(value[index], issues);
        if (out === wrong) putStep(issues, before, index);
        else tail.push(out);
      }
      return head === wrong || issues.length > start ? wrong : [head, ...tail];
    },
    () => ({ type: "array", items: [first.jsonSchema()], additionalItems: rest.jsonSchema(), minItems: 1 }),
  );
}

type Properties = Readonly<Record<string, Shape<unknown> | OptionalShape<unknown>>>;
type RequiredKey<P extends Properties> = { [K in keyof P]: P[K] extends OptionalShape<unknown> ? never : K }[keyof P];
type Flat<T> = { [K in keyof T]: T[K] };
type ObjectOf<P extends Properties> = Flat<
  { [K in RequiredKey<P>]: P[K] extends Shape<infer Out> ? Out : never } & {
    [K in Exclude<keyof P, RequiredKey<P>>]?: P[K] extends OptionalShape<infer Out> ? Out : never;
  }
>;

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A rule about a map as a whole, asked when nothing in it is of the wrong kind; gives issues. */
export type MapRule = (value: object) => readonly Issue[];

/** A map of known keys; any other key is an issue. */
export function strictMap<P extends Properties>(properties: P, rules: readonly MapRule[] = []): Shape<ObjectOf<P>> {
  return mapWithKnown(properties, rules, true);
}

/** A map of known keys, read out of something that a later version may have written: any other key is passed over. */
export function openMap<P extends Properties>(properties: P): Shape<ObjectOf<P>> {
  return mapWithKnown(properties, [], false);
}

function mapWithKnown<P extends Properties>(
  properties: P,
  rules: readonly MapRule[],
  isStrict: boolean,
): Shape<ObjectOf<P>> {
  const known = Object.keys(properties);
  const parts = known.map((key) => {
    const property = properties[key];
    return property instanceof OptionalShape
      ? { key, parse: property.shape.parse, isOptional: true }
      : { key, parse: property?.parse, isOptional: false };
  });
  return new Shape<ObjectOf<P>>(
    (value, issues) => {
      if (!isMap(value)) return refuseKind(issues, value, "map", undefined);
      const start = issues.length;
      const out: Record<string, unknown> = {};
      for (const { key, parse, isOptional } of parts) {
        const given: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
        if (parse === undefined || (isOptional && given === undefined)) continue;
        const before = issues.length;
        const part = parse(given, issues);
        if (part === wrong) putStep(issues, before, key);
        else out[key] = part;
      }
      const keys = isStrict ? Object.keys(value).filter((key) => !Object.hasOwn(properties, key)) : [];
      if (keys.length > 0) {
        issues.push({ code: "unknown-keys", path: [], input: value, message: undefined, keys, known });
      }
      if (rules.length > 0 && !issues.slice(start).some((issue) => !isMild(issue))) {
        for (const rule of rules) issues.push(...rule(value));
      }
      // Every property was put there by its own shape, which the type says key by key and this loop cannot.
      return issues.length === start ? (out as ObjectOf<P>) : wrong;
    },
    () => {
      const schemas: Record<string, JsonSchema> = {};
      const required: string[] = [];
      for (const [key, property] of Object.entries(properties)) {
        const isOptional = property instanceof OptionalShape;
        schemas[key] = isOptional ? property.shape.jsonSchema() : property.jsonSchema();
        if (!isOptional) required.push(key);
      }
      const must = required.length === 0 ? {} : { required };
      return { type: "object", properties: schemas, ...must, additionalProperties: !isStrict };
    },
  );
}

/** A map whose keys its author chooses. */
export function mapOf<Value>(key: Shape<string>, item: Shape<Value>): Shape<Record<string, Value>> {
  return new Shape<Record<string, Value>>(
    (value, issues) => {
      if (!isMap(value)) return refuseKind(issues, value, "map", undefined);
      const start = issues.length;
      const out: Record<string, Value> = {};
      for (const [name, given] of Object.entries(value)) {
        if (name === "__proto__") continue;
        const keyIssues: Issue[] = [];
        if (key.parse(name, keyIssues) === wrong) {
          issues.push({ code: "key", path: [name], input: name, message: undefined, issues: keyIssues });
          continue;
        }
        const before = issues.length;
        const part = item.parse(given, issues);
        if (part === wrong) putStep(issues, before, name);
        else out[name] = part;
      }
      return issues.length === start ? out : wrong;
    },
    () => ({ type: "object", propertyNames: key.jsonSchema(), additionalProperties: item.jsonSchema() }),
  );
}

/**
 * One of several shapes: the first that fits. Where none does and only one is of the right kind, its issues are told alone.
 *
 * @param message told when the value is none of them
 */
export function union<Shapes extends readonly Shape<unknown>[]>(
  shapes: Shapes,
  message: string | ((input: unknown) => string),
): Shape<Shapes[number] extends Shape<infer Out> ? Out : never> {
  type Out = Shapes[number] extends Shape<infer Any> ? Any : never;
  return new Shape<Out>(
    (value, issues) => {
      const alternatives: Issue[][] = [];
      for (const shape of shapes) {
        const found: Issue[] = [];
        const out = shape.parse(value, found);
        // What any of the shapes lets through is of the union's type, which the loop's own type does not say.
        if (out !== wrong) return out as Out;
        alternatives.push(found);
      }
      const [meant, another] = alternatives.filter((found) => found.every(isMild));
      if (meant !== undefined && another === undefined) {
        issues.push(...meant);
        return wrong;
      }
      const sentence = typeof message === "function" ? message(value) : message;
      issues.push({ code: "union", path: [], input: value, message: sentence, alternatives });
      return wrong;
    },
    () => anyOf(shapes.map((shape) => shape.jsonSchema())),
  );
}
