import {
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  parse,
  validate,
} from "graphql";
import { type Answer, jsonAnswer, refusal } from "./answer.ts";
import { graphqlWorld } from "./graphql-world.ts";
import { type HubContext, type HubRequest, member, textMember } from "./hub-request.ts";

let schema: Promise<GraphQLSchema> | null = null;

/** GitHub's own schema, made once and only when somebody asks: half a second. */
function gitHubsSchema(): Promise<GraphQLSchema> {
  schema ??= (async () => {
    const [{ buildClientSchema }, published] = await Promise.all([
      import("graphql"),
      import("@octokit/graphql-schema"),
    ]);
    return buildClientSchema(published.schema.json as Parameters<typeof buildClientSchema>[0], { assumeValid: true });
  })();
  return schema;
}

interface ReadDocument {
  /** Null: it is none. */
  readonly document: DocumentNode | null;
  readonly wrong: readonly GraphQLError[];
}

/** What was read before: programs ask the same questions again and again. */
const documents = new Map<string, ReadDocument>();

function readDocument(github: GraphQLSchema, text: string): ReadDocument {
  const known = documents.get(text);
  if (known !== undefined) return known;
  let read: ReadDocument;
  try {
    const document = parse(text);
    read = { document, wrong: validate(github, document) };
  } catch (error) {
    read = { document: null, wrong: [error as GraphQLError] };
  }
  documents.set(text, read);
  return read;
}

/** As GitHub writes errors: the type beside the message. */
function told(error: GraphQLError): Record<string, unknown> {
  const { type } = error.extensions;
  return {
    ...(typeof type === "string" ? { type } : {}),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message: error.message,
  };
}

/**
 * Answers a query from the hub's state by GitHub's published schema. A field that the schema has and the hub does not serve is a
 * violation, never a silent null.
 */
export async function answerGraphql(request: HubRequest, context: HubContext): Promise<Answer> {
  const text = textMember(request.body, "query");
  if (text === null) return refusal(400, "A query attribute must be specified and must be a string.");
  const github = await gitHubsSchema();
  const { document, wrong } = readDocument(github, text);
  if (document === null || wrong.length > 0) {
    for (const { message } of wrong) context.violation(`POST /graphql: ${message}`);
    return jsonAnswer(200, { errors: wrong.map(told) });
  }
  const resolve: GraphQLFieldResolver<unknown, unknown> = (source, args, _, info) => {
    const value = member(source, info.fieldName);
    if (value === undefined) {
      context.violation(`POST /graphql: the hub does not serve ${info.parentType.name}.${info.fieldName}`);
      throw new Error(`the hub does not serve ${info.parentType.name}.${info.fieldName}`);
    }
    return typeof value === "function" ? value(args) : value;
  };
  const variables = member(request.body, "variables");
  const result = await execute({
    schema: github,
    document,
    rootValue: graphqlWorld(request, context),
    fieldResolver: resolve,
    ...(typeof variables === "object" && variables !== null
      ? { variableValues: variables as Record<string, unknown> }
      : {}),
  });
  const errors = result.errors === undefined ? {} : { errors: result.errors.map(told) };
  return jsonAnswer(200, { ...(result.data === undefined ? {} : { data: result.data }), ...errors });
}
