import { Ajv, type ValidateFunction } from "ajv";
import { findOperation, type Node, type Operation, resolve, standalone } from "./github-description.ts";
import type { RouteMatch } from "./route.ts";

export { loadDescription } from "./github-description.ts";

interface Checks {
  readonly operation: Operation;
  readonly query: ValidateFunction;
  readonly path: ValidateFunction;
  readonly body: ValidateFunction | null;
  readonly answers: Map<number, ValidateFunction>;
}

const options = { strict: false, allErrors: true, validateFormats: true } as const;
const dates = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;
// The description gives the empty text as the default of several links, so it passes for one.
const strict = new Ajv(options).addFormat("date-time", dates).addFormat("uri", /^(?:[a-z][a-z+.-]*:|$)/i);
/** Paths and queries are text, which stands for numbers and lists. */
const loose = new Ajv({ ...options, coerceTypes: "array" }).addFormat("date-time", (text) =>
  // Where runs are asked for by when they were made, GitHub takes a span in its syntax for searches.
  text.split("..", 2).every((date) => dates.test(date)),
);
for (const name of [
  "int64",
  "email",
  "ssh-key",
  "ipv4",
  "timestamp",
  "date",
  "repo.nwo",
  "uri-template",
  "float",
  "double",
]) {
  strict.addFormat(name, true);
  loose.addFormat(name, true);
}
loose.addFormat("uri", true);

const checks = new Map<string, Checks | null>();

function parameters(operation: Operation, where: string): Record<string, unknown> {
  const mine = operation.parameters.filter((entry) => entry.in === where);
  return standalone({
    type: "object",
    properties: Object.fromEntries(mine.map((entry) => [entry.name, oneOfText(entry.schema as Node)])),
    required: mine.filter((entry) => entry.required === true).map(({ name }) => name),
    additionalProperties: false,
  });
}

/** What is a number or a name is both, as text. */
function oneOfText(schema: Node): Node {
  const { oneOf, ...rest } = resolve(schema);
  return oneOf === undefined ? schema : { ...rest, anyOf: oneOf };
}

/** Made once for each route that is asked for. */
function checksOf(match: RouteMatch): Checks | null {
  const { method, path } = match.route;
  const key = `${method} ${path}`;
  const known = checks.get(key);
  if (known !== undefined) return known;
  const operation = findOperation(method, path);
  const made =
    operation === null
      ? null
      : {
          operation,
          query: loose.compile(parameters(operation, "query")),
          path: loose.compile(parameters(operation, "path")),
          body: operation.body === null ? null : strict.compile(standalone(operation.body.schema)),
          answers: new Map<number, ValidateFunction>(),
        };
  checks.set(key, made);
  return made;
}

function wrongs(check: ValidateFunction, value: unknown, where: string): string[] {
  if (check(value)) return [];
  return (check.errors ?? []).map(({ instancePath, message, params }) => {
    const more = "additionalProperty" in params ? ` (${String(params.additionalProperty)})` : "";
    return `${where}${instancePath} ${message ?? "is wrong"}${more}`;
  });
}

/** Schemas that say together what a value is: the schema itself and what it is made of. */
function parts(schema: Node): readonly Node[] {
  const node = resolve(schema);
  const branches = ["allOf", "oneOf", "anyOf"].flatMap((word) => (node[word] ?? []) as Node[]);
  return [node, ...branches.flatMap(parts)];
}

/** Members that the description does not name: it rarely forbids them, and GitHub silently drops what it does not know. */
function unknownMembers(schema: Node, value: unknown, where: string): string[] {
  const all = parts(schema);
  if (Array.isArray(value)) {
    const items = all.map((part) => part.items).find((part) => part !== undefined);
    return items === undefined
      ? []
      : value.flatMap((entry, index) => unknownMembers(items as Node, entry, `${where}/${index}`));
  }
  if (typeof value !== "object" || value === null) return [];
  const named = new Map(
    all.flatMap((part) => Object.entries((part.properties ?? {}) as Record<string, Node>)).reverse(),
  );
  const open = all[0]?.additionalProperties;
  if (named.size === 0 || (open !== undefined && open !== false)) return [];
  return Object.entries(value).flatMap(([name, entry]) => {
    const known = named.get(name);
    return known === undefined
      ? [`${where} has the member ${name}, which is not described`]
      : unknownMembers(known, entry, `${where}/${name}`);
  });
}

/** Everything in a request that GitHub's description does not have; empty when there is nothing. */
export function requestProblems(
  match: RouteMatch,
  query: URLSearchParams,
  raw: Buffer,
  body: unknown,
): readonly string[] {
  const found = checksOf(match);
  if (found === null) return ["is not in GitHub's description"];
  const { operation } = found;
  const asked = [...query.keys()].flatMap((name) =>
    query.getAll(name).length > 1 ? [`the query has ${name} more than once`] : [],
  );
  const problems = [
    ...asked,
    ...wrongs(found.query, Object.fromEntries(query), "query"),
    ...wrongs(found.path, { ...match.parameters }, "path"),
  ];
  if (raw.length > 0 && body === undefined) return [...problems, "the body is not JSON"];
  if (operation.body === null) {
    // Clients send `{}` or nothing where no body is described.
    return body === undefined || JSON.stringify(body) === "{}" ? problems : [...problems, "no body is described"];
  }
  if (body === undefined) return operation.body.required ? [...problems, "the body is missing"] : problems;
  return [
    ...problems,
    ...(found.body === null ? [] : wrongs(found.body, body, "body")),
    ...unknownMembers(operation.body.schema, body, "body"),
  ];
}

/** Where an answer is not what GitHub's description says; empty when it is as described. */
export function answerProblems(match: RouteMatch, status: number, body: unknown): readonly string[] {
  const found = checksOf(match);
  if (found === null) return ["is not in GitHub's description"];
  const schema = found.operation.answers.get(status);
  if (schema === undefined) return [`the status ${status} is not described`];
  if (schema === null)
    return body === undefined || body === null ? [] : [`no body is described for the status ${status}`];
  const check = found.answers.get(status) ?? strict.compile(standalone(schema));
  found.answers.set(status, check);
  return wrongs(check, body, "answer");
}
