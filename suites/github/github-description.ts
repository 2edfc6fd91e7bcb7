import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export type Node = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly parameters: readonly Node[];
  readonly body: { readonly required: boolean; readonly schema: Node } | null;
  /** Schema of the JSON answer by status; null where an answer has no body. */
  readonly answers: ReadonlyMap<number, Node | null>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Node>> | undefined>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Node>>>>;
}

let description: Description | null = null;

/** Reads GitHub's description of its REST API, once: 13 MB, a fifth of a second. */
export function loadDescription(): void {
  read();
}

function read(): Description {
  const path = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");
  description ??= JSON.parse(readFileSync(path, "utf8")) as Description;
  return description;
}

/** What a `$ref` into the components means; anything else is itself. */
export function resolve(node: Node): Node {
  const { $ref } = node;
  if (typeof $ref !== "string") return node;
  const [, , kind = "", name = ""] = $ref.split("/");
  const found = read().components[kind]?.[name];
  if (found === undefined) throw new Error(`GitHub's description refers to ${$ref}, which it does not have`);
  return resolve(found);
}

function jsonSchema(holder: Node | undefined): Node | null {
  const content = holder?.content as Readonly<Record<string, Node>> | undefined;
  const json = content?.["application/json"] ?? content?.["application/scim+json"];
  return (json?.schema as Node | undefined) ?? null;
}

/** What GitHub documents of a method and path template; null when it documents no such thing. */
export function findOperation(method: string, path: string): Operation | null {
  const entry = read().paths[path];
  const operation = entry?.[method.toLowerCase()];
  if (entry === undefined || operation === undefined) return null;
  const shared = (entry.parameters ?? []) as readonly Node[];
  const parameters = [...shared, ...((operation.parameters ?? []) as readonly Node[])].map(resolve);
  const holder = operation.requestBody === undefined ? null : resolve(operation.requestBody as Node);
  const schema = holder === null ? null : jsonSchema(holder);
  const responses = operation.responses as Readonly<Record<string, Node>>;
  return {
    parameters,
    body: holder === null || schema === null ? null : { required: holder.required === true, schema },
    answers: new Map(
      Object.entries(responses).map(([status, response]) => [Number(status), jsonSchema(resolve(response))]),
    ),
  };
}

/** Every component schema that a schema needs, itself or by others. */
function neededBy(schema: unknown, found = new Map<string, Node>()): Map<string, Node> {
  if (Array.isArray(schema)) {
    for (const entry of schema) neededBy(entry, found);
    return found;
  }
  if (typeof schema !== "object" || schema === null) return found;
  const name = /^#\/components\/schemas\/(.+)$/.exec(String((schema as Node).$ref ?? ""))?.[1];
  if (name !== undefined && !found.has(name)) {
    const target = read().components.schemas?.[name] ?? {};
    found.set(name, target);
    neededBy(target, found);
  }
  for (const entry of Object.values(schema)) neededBy(entry, found);
  return found;
}

/** OpenAPI 3.0 says `nullable: true` where JSON Schema says that it may be null. */
function inJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(inJsonSchema);
  if (typeof node !== "object" || node === null) return node;
  const { nullable, ...rest } = node as Record<string, unknown>;
  // A property may itself be called `nullable`, `example`, …: then it is a schema and stays.
  const plain = Object.fromEntries(Object.entries(rest).map(([name, entry]) => [name, inJsonSchema(entry)]));
  if (typeof nullable === "object") return { ...plain, nullable: inJsonSchema(nullable) };
  return nullable === true ? { anyOf: [plain, { type: "null" }] } : plain;
}

/** A schema that stands by itself, in words that a validator of JSON Schema understands. */
export function standalone(schema: Node): Record<string, unknown> {
  const schemas = Object.fromEntries([...neededBy(schema)].map(([name, node]) => [name, inJsonSchema(node)]));
  return { ...(inJsonSchema(schema) as Record<string, unknown>), components: { schemas } };
}
