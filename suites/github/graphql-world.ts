import { GraphQLError } from "graphql";
import { actor } from "./actor.ts";
import { parseBody } from "./answer.ts";
import { type ConnectionArguments, connect } from "./connection.ts";
import { gitObject } from "./git-nodes.ts";
import { type HubContext, type HubRequest, member, textMember } from "./hub-request.ts";
import { type IssuesAsked, issueNode, listIssueNodes } from "./issue-nodes.ts";
import { roleIn } from "./people.ts";
import { collaborators, organizationNode } from "./people-nodes.ts";
import { type Json, readAll, readHead, readPull, readPulls } from "./pull-requests.ts";
import { editFields } from "./revisions.ts";

/** Times as GraphQL gives them: to the second. */
const time = (value: unknown): string | null => (typeof value === "string" ? value.replace(/\.\d+Z$/, "Z") : null);

function missing(what: string): GraphQLError {
  return new GraphQLError(`Could not resolve to a ${what}.`, { extensions: { type: "NOT_FOUND" } });
}

function commentNode(comment: Json, request: HubRequest, context: HubContext, repository: string): Json {
  const author = textMember(comment.user, "login");
  const app = request.token.kind === "job" || request.token.kind === "app";
  const role = roleIn(context.seeds, repository, request.login);
  return {
    __typename: "IssueComment",
    id: comment.node_id,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    bodyText: comment.body,
    url: comment.html_url,
    createdAt: time(comment.created_at),
    publishedAt: time(comment.created_at),
    updatedAt: time(comment.updated_at),
    ...editFields(context, repository, `comments/${String(comment.id)}`),
    author: actor(comment.user),
    viewerDidAuthor: author === request.login,
    viewerCanUpdate: author === request.login || app || role === "write" || role === "admin",
    isMinimized: false,
    minimizedReason: null,
  };
}

function repositoryNode(repo: unknown): Json | null {
  const name = textMember(repo, "full_name");
  if (name === null) return null;
  return {
    __typename: "Repository",
    id: member(repo, "node_id"),
    databaseId: member(repo, "id"),
    name: name.split("/")[1],
    nameWithOwner: name,
    owner: actor(member(repo, "owner")),
    url: member(repo, "html_url"),
    isFork: member(repo, "fork"),
    isPrivate: member(repo, "private"),
    isArchived: member(repo, "archived"),
  };
}

function pullNode(pull: Json, request: HubRequest, context: HubContext, repository: string): Json {
  const [head, base] = [pull.head as Json, pull.base as Json];
  const where = `/repos/${repository}/issues/${String(pull.number)}/comments`;
  let read: Promise<readonly Json[]> | null = null;
  // A query may ask for many pages of them.
  const comments = () => {
    read ??= readAll(context, where).then((all) =>
      (all ?? []).map((comment) => commentNode(comment, request, context, repository)),
    );
    return read;
  };
  const headRepository = repositoryNode(head.repo);
  return {
    __typename: "PullRequest",
    id: pull.node_id,
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    url: pull.html_url,
    permalink: pull.html_url,
    state: pull.merged === true ? "MERGED" : String(pull.state).toUpperCase(),
    merged: pull.merged === true,
    closed: pull.state !== "open",
    isDraft: pull.draft === true,
    locked: pull.locked === true,
    isCrossRepository: headRepository?.nameWithOwner !== repository,
    headRefOid: head.sha,
    headRefName: head.ref,
    headRepository,
    headRepositoryOwner: headRepository?.owner ?? null,
    baseRefOid: base.sha,
    baseRefName: base.ref,
    baseRepository: repositoryNode(base.repo),
    author: actor(pull.user),
    createdAt: time(pull.created_at),
    updatedAt: time(pull.updated_at),
    comments: async (asked: ConnectionArguments) => connect(await comments(), "comments", asked),
    timelineItems: async (
      asked: ConnectionArguments & { itemTypes?: readonly string[] | null; since?: string | null },
    ) => {
      const wanted = asked.itemTypes ?? ["ISSUE_COMMENT"];
      const items = wanted.includes("ISSUE_COMMENT") ? await comments() : [];
      const since = Date.parse(asked.since ?? "1970-01-01T00:00:00Z");
      const recent = items.filter(({ createdAt }) => Date.parse(String(createdAt)) >= since);
      return { ...connect(recent, "timelineItems", asked), updatedAt: time(pull.updated_at) };
    },
  };
}

/** Issues of public repositories, and comments on their pull requests, by their global ids. */
async function publicNodes(request: HubRequest, context: HubContext): Promise<ReadonlyMap<string, Json>> {
  const found = new Map<string, Json>();
  for (const { name } of context.seeds.filter((seed) => seed.private !== true)) {
    for (const issue of await listIssueNodes(request, context, name)) found.set(String(issue.id), issue);
    for (const { number } of await readPulls(context, name)) {
      const comments = (await readAll(context, `/repos/${name}/issues/${String(number)}/comments`)) ?? [];
      for (const comment of comments) found.set(String(comment.node_id), commentNode(comment, request, context, name));
    }
  }
  return found;
}

/** What GraphQL answers from: GitHub's `Query` as far as the hub serves it. */
export function graphqlWorld(request: HubRequest, context: HubContext): Json {
  const person = request.token.kind === "classic" || request.token.kind === "fine-grained";
  return {
    organization: ({ login }: { login: string }) => organizationNode(request, context, login),
    viewer: { __typename: "User", login: request.login, id: `U_${request.login}`, databaseId: 1, name: request.login },
    nodes: async ({ ids }: { ids: readonly string[] }) => {
      if (ids.length > 100) {
        throw new GraphQLError(`You may not provide more than 100 node ids; you provided ${ids.length}.`, {
          extensions: { type: "ARGUMENT_LIMIT" },
        });
      }
      const known = await publicNodes(request, context);
      return ids.map((id) => known.get(id) ?? missing(`node with the global id of '${id}'`));
    },
    repository: async ({ owner, name }: { owner: string; name: string }) => {
      const repository = `${owner}/${name}`;
      const seed = context.seeds.find((entry) => entry.name.toLowerCase() === repository.toLowerCase());
      const mine = person
        ? roleIn(context.seeds, repository, request.login) !== "none"
        : "repository" in request.token && request.token.repository.toLowerCase() === repository.toLowerCase();
      const unknown = missing(`Repository with the name '${repository}'`);
      if (seed === undefined || (seed.private === true && !mine)) throw unknown;
      const told = await context.emulator.call({ method: "GET", target: `/repos/${seed.name}`, login: "octocat" });
      if (told.status !== 200) throw unknown;
      const repo = parseBody(told.body) as Json;
      const mayRead = (permission: "pull_requests" | "contents" | "issues" | "checks") => {
        const { token } = request;
        if (seed.private !== true || token.kind === "classic" || token.permissions[permission] !== undefined) return;
        throw new GraphQLError("Resource not accessible by integration", { extensions: { type: "FORBIDDEN" } });
      };
      const refNode = async (branch: string) => {
        const sha = await readHead(context, seed.name, branch);
        const target = sha === null ? null : { __typename: "Commit", oid: sha, id: sha };
        return target === null ? null : { __typename: "Ref", id: branch, name: branch, prefix: "refs/heads/", target };
      };
      return {
        ...repositoryNode(repo),
        defaultBranchRef: () => refNode(String(repo.default_branch)),
        ref: ({ qualifiedName }: { qualifiedName: string }) => {
          mayRead("contents");
          return refNode(qualifiedName.replace(/^refs\/heads\//, ""));
        },
        object: async ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
          mayRead("contents");
          const wanted = oid ?? expression ?? String(repo.default_branch);
          return await gitObject(context, seed.name, wanted, () => mayRead("checks"));
        },
        collaborators: (asked: ConnectionArguments & { login?: string | null; query?: string | null }) =>
          collaborators(request, context, seed, asked),
        pullRequest: async ({ number }: { number: number }) => {
          mayRead("pull_requests");
          const pull = await readPull(context, seed.name, number);
          if (pull === null) throw missing(`PullRequest with the number of ${number}`);
          return pullNode(pull, request, context, seed.name);
        },
        issues: async (asked: ConnectionArguments & IssuesAsked) => {
          mayRead("issues");
          return connect(await listIssueNodes(request, context, seed.name, asked), "issues", asked);
        },
        issue: async ({ number }: { number: number }) => {
          mayRead("issues");
          const issue = await issueNode(request, context, seed.name, number);
          if (issue === null) throw missing(`Issue with the number of ${number}`);
          const where = `/repos/${seed.name}/issues/${number}/comments`;
          const nodes = async () =>
            ((await readAll(context, where)) ?? []).map((one) => commentNode(one, request, context, seed.name));
          return {
            ...issue,
            comments: async (asked: ConnectionArguments) => connect(await nodes(), "comments", asked),
          };
        },
        pullRequests: async (asked: ConnectionArguments & PullFilter) => {
          mayRead("pull_requests");
          const nodes = (await readPulls(context, seed.name)).map((pull) =>
            pullNode(pull, request, context, seed.name),
          );
          // GitHub gives the oldest first unless asked otherwise.
          return connect(nodes.filter((node) => fits(node, asked)).reverse(), "pullRequests", asked);
        },
      };
    },
  };
}

interface PullFilter {
  readonly headRefName?: string | null;
  readonly baseRefName?: string | null;
  readonly states?: readonly string[] | null;
}

function fits(node: Json, asked: PullFilter): boolean {
  const same = (wanted: string | null | undefined, value: unknown) => typeof wanted !== "string" || wanted === value;
  const stateFits = asked.states === undefined || asked.states === null || asked.states.includes(String(node.state));
  return same(asked.headRefName, node.headRefName) && same(asked.baseRefName, node.baseRefName) && stateFits;
}
