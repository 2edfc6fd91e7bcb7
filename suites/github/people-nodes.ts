import { GraphQLError } from "graphql";
import { type ConnectionArguments, connect } from "./connection.ts";
import type { HubContext, HubRequest } from "./hub-request.ts";
import { people, type RepositorySeed, roleIn } from "./people.ts";
import type { Json } from "./pull-requests.ts";

function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type: "FORBIDDEN" } });
}

function userNode(login: string): Json {
  return { __typename: "User", id: `U_${login}`, login, name: login };
}

/**
 * https://docs.github.com/graphql/reference/objects#repository: who may do what. A person's token must be one of somebody who may
 * push; that of a job or an app may, as for the same question by REST, read it with the metadata that every such token may read.
 */
export function collaborators(
  request: HubRequest,
  context: HubContext,
  seed: RepositorySeed,
  asked: ConnectionArguments & { readonly login?: string | null; readonly query?: string | null },
): Json {
  const isPerson = request.token.kind === "classic" || request.token.kind === "fine-grained";
  const role = roleIn(context.seeds, seed.name, request.login);
  if (isPerson && role !== "write" && role !== "admin") {
    throw forbidden("Must have push access to view repository collaborators.");
  }
  const found = people
    .filter((login) => roleIn(context.seeds, seed.name, login) !== "none")
    .filter((login) => asked.login == null || login === asked.login.toLowerCase())
    .filter((login) => asked.query == null || login.includes(asked.query.toLowerCase()));
  const page = connect(found.map(userNode), "collaborators", asked);
  const edges = (page.edges as readonly { readonly node: Json; readonly cursor: string }[]).map((edge) => ({
    ...edge,
    permission: roleIn(context.seeds, seed.name, String(edge.node.login)).toUpperCase(),
  }));
  return { ...page, edges };
}

/** https://docs.github.com/graphql/reference/objects#team: a team that the token cannot see is not there. */
export function organizationNode(request: HubRequest, context: HubContext, login: string): Json {
  const { token } = request;
  const sees = token.kind === "classic" || token.permissions.members !== undefined;
  return {
    __typename: "Organization",
    id: `O_${login}`,
    login,
    team: ({ slug }: { slug: string }) => {
      const logins = context.records.teams.get(`${login}/${slug}`);
      if (!sees) throw forbidden("Resource not accessible by integration");
      if (logins === undefined) return null;
      const team = { __typename: "Team", id: `T_${slug}`, slug, name: slug };
      const members = (asked: ConnectionArguments & { readonly query?: string | null }) => {
        const found = logins.filter((one) => asked.query == null || one.includes(asked.query));
        return connect(found.map(userNode), "members", asked);
      };
      return { ...team, members };
    },
  };
}
