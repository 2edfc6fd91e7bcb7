import { type Answer, jsonAnswer, notFound } from "./answer.ts";
import { readCommit, readRepository, readUser } from "./emulator-reads.ts";
import { type HubContext, type HubRequest, repositoryOf } from "./hub-request.ts";
import { roleIn } from "./people.ts";
import { readHead } from "./pull-requests.ts";
import type { Role } from "./token.ts";

function permissions(role: Role): Record<string, boolean> {
  const [admin, push] = [role === "admin", role === "admin" || role === "write"];
  return { admin, maintain: admin, push, triage: push, pull: true };
}

/** https://docs.github.com/rest/repos/repos#get-a-repository, with what the person who asks may do there. */
export async function getRepository(request: HubRequest, context: HubContext): Promise<Answer> {
  const repository = repositoryOf(request.match);
  const told = await readRepository(context, repository);
  if (told === null) return notFound();
  const { permissions: _, ...repo } = told;
  const { token } = request;
  const person = token.kind === "classic" || token.kind === "fine-grained";
  const mine = person ? { permissions: permissions(roleIn(context.seeds, repository, token.login)) } : {};
  return jsonAnswer(200, { ...repo, ...mine, network_count: repo.forks_count, subscribers_count: 1 });
}

/** https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user */
export async function getPermission(request: HubRequest, context: HubContext): Promise<Answer> {
  const login = request.match.parameters.username ?? "";
  const user = await readUser(context, login);
  if (user.login === undefined) return notFound();
  const role = roleIn(context.seeds, repositoryOf(request.match), login);
  // What is public can be read by everybody.
  const seen = role === "none" ? "read" : role;
  const about = { ...user, permissions: permissions(role), role_name: seen };
  return jsonAnswer(200, { permission: seen, role_name: seen, user: about });
}

/** https://docs.github.com/rest/branches/branches#get-a-branch; no branch of the hub is protected. */
export async function getBranch(request: HubRequest, context: HubContext): Promise<Answer> {
  const repository = repositoryOf(request.match);
  const name = request.match.parameters.branch ?? "";
  const sha = await readHead(context, repository, name);
  const commit = sha === null ? null : await readCommit(context, repository, sha);
  if (commit === null) return notFound();
  const url = `${context.publicUrl}/repos/${repository}/branches/${encodeURIComponent(name)}`;
  return jsonAnswer(200, {
    name,
    commit,
    _links: { self: url, html: `https://github.com/${repository}/tree/${encodeURIComponent(name)}` },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: "off", contexts: [], checks: [] } },
    protection_url: `${url}/protection`,
  });
}
