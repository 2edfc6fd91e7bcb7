import { accountLinks } from "./account-links.ts";
import { type Answer, jsonAnswer, parseBody } from "./answer.ts";
import type { HubContext } from "./hub-request.ts";
import { roleIn } from "./people.ts";
import { actionsApp } from "./token.ts";

/** An app as it stands in check runs, comments and deployments. */
export function appJson(slug: string, publicUrl: string): Record<string, unknown> {
  const known = slug === actionsApp.slug;
  return {
    id: known ? actionsApp.id : 90_210,
    slug,
    node_id: `A_${slug}`,
    owner: { login: "github", id: 9919, node_id: "O_9919", type: "Organization", ...accountLinks("github", publicUrl) },
    name: known ? actionsApp.name : slug,
    description: "",
    external_url: "https://example.com",
    html_url: `https://github.com/apps/${slug}`,
    created_at: "2018-07-30T09:30:17Z",
    updated_at: "2019-12-10T19:04:12Z",
    permissions: {},
    events: [],
  };
}

function association(context: HubContext, repository: string, login: string): string {
  if (login.endsWith("[bot]")) return "NONE";
  const role = roleIn(context.seeds, repository, login);
  if (role === "admin") return repository.split("/")[0] === login ? "OWNER" : "MEMBER";
  return role === "none" ? "NONE" : "COLLABORATOR";
}

/** The repository that an object of the API belongs to, by its `url`; null when it tells none. */
function repositoryIn(value: Record<string, unknown>, context: HubContext): string | null {
  const { url } = value;
  if (typeof url !== "string" || !url.startsWith(`${context.publicUrl}/repos/`)) return null;
  return url
    .slice(context.publicUrl.length + "/repos/".length)
    .split("/")
    .slice(0, 2)
    .join("/");
}

/** Where the emulator's JSON differs from GitHub's in what programs look at: times without fractions, bots, apps, associations. */
function polished(value: unknown, key: string, context: HubContext): unknown {
  if (typeof value === "string") {
    return /(_at|^date|At)$/.test(key) ? value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+Z$/, "$1Z") : value;
  }
  if (Array.isArray(value)) return value.map((entry) => polished(entry, key, context));
  if (typeof value !== "object" || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) result[name] = polished(entry, name, context);
  const { login } = result;
  if (typeof login === "string" && "node_id" in result) {
    Object.assign(result, { ...accountLinks(login, context.publicUrl), ...result });
    if (login.endsWith("[bot]")) result.type = "Bot";
  }
  const repository = repositoryIn(result, context);
  if (repository === null) return result;
  if ("author_association" in result) {
    const author = (result.user as { login?: string } | null)?.login ?? "";
    result.author_association = association(context, repository, author);
    if ("performed_via_github_app" in result || "issue_url" in result) {
      result.performed_via_github_app = author.endsWith("[bot]")
        ? appJson(author.slice(0, -"[bot]".length), context.publicUrl)
        : null;
    }
  }
  if ("check_suite" in result) {
    const slug = context.records.checkRunApps.get(`${repository}#${String(result.id)}`);
    if (slug !== undefined) result.app = appJson(slug, context.publicUrl);
    const annotations = context.records.annotations.get(`${repository}#${String(result.id)}`)?.length ?? 0;
    const output = result.output as Record<string, unknown>;
    result.output = { ...output, annotations_count: annotations, annotations_url: `${String(result.url)}/annotations` };
  }
  return result;
}

export function polish(answer: Answer, context: HubContext): Answer {
  if (!(answer.headers["content-type"] ?? "").includes("json")) return answer;
  const value = parseBody(answer.body);
  if (value === undefined) return answer;
  const { "content-type": _, ...headers } = answer.headers;
  if (answer.status < 400) return jsonAnswer(answer.status, polished(value, "", context), headers);
  const error = typeof value === "object" && value !== null ? value : {};
  const about = { documentation_url: "https://docs.github.com/rest", status: String(answer.status) };
  return jsonAnswer(answer.status, { ...error, ...about }, headers);
}
