import { GraphQLError } from "graphql";

export interface ConnectionArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly skip?: number | null;
}

const mostEach = 100;

const cursorOf = (index: number): string => Buffer.from(`cursor:v2:${index}`).toString("base64");

/** The position that a cursor means; null for what is none. */
function indexOf(cursor: string): number | null {
  const index = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, "base64").toString("utf8"))?.[1];
  return index === undefined ? null : Number(index);
}

function refuse(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/**
 * A page of a list as GitHub's connections give it, with their limits: `first` or `last`, at most 100
 * (https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api).
 */
export function connect<T>(items: readonly T[], name: string, asked: ConnectionArguments): Record<string, unknown> {
  const { first, last } = asked;
  if (typeof first !== "number" && typeof last !== "number") {
    throw refuse(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  for (const [argument, count] of Object.entries({ first, last })) {
    if (typeof count !== "number") continue;
    if (count > mostEach) {
      throw refuse(
        "EXCESSIVE_PAGINATION",
        `Requesting ${count} records on the \`${name}\` connection exceeds the \`${argument}\` limit of ${mostEach} records.`,
      );
    }
    if (count < 0) throw refuse("INVALID_PAGINATION", `\`${argument}\` must not be negative.`);
  }
  const [after, before] = [cursorIn(asked.after, "after"), cursorIn(asked.before, "before")];
  const filtered = items
    .map((item, index) => ({ item, index }))
    .filter(({ index }) => index > (after ?? -1) && index < (before ?? items.length))
    .slice(asked.skip ?? 0);
  const start = typeof first === "number" ? filtered.slice(0, first) : filtered;
  const page = typeof last === "number" ? start.slice(Math.max(0, start.length - last)) : start;
  const [begin, end] = [page[0]?.index, page.at(-1)?.index];
  return {
    totalCount: items.length,
    filteredCount: filtered.length,
    pageCount: page.length,
    nodes: page.map(({ item }) => item),
    edges: page.map(({ item, index }) => ({ node: item, cursor: cursorOf(index) })),
    pageInfo: {
      startCursor: begin === undefined ? null : cursorOf(begin),
      endCursor: end === undefined ? null : cursorOf(end),
      hasNextPage: end === undefined ? false : end < items.length - 1,
      hasPreviousPage: begin === undefined ? false : begin > 0,
    },
  };
}

function cursorIn(cursor: string | null | undefined, argument: string): number | null {
  if (cursor === null || cursor === undefined) return null;
  const index = indexOf(cursor);
  if (index === null)
    throw refuse("INVALID_CURSOR_ARGUMENTS", `\`${cursor}\` does not appear to be a valid cursor for ${argument}.`);
  return index;
}
