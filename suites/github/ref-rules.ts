import { type Answer, invalidRequest, notFound, parseBody, refusal, validationFailed } from "./answer.ts";
import { type HubContext, type HubRequest, member, type Rule, repositoryOf, textMember } from "./hub-request.ts";
import { isRefName } from "./ref-name.ts";
import { appOf } from "./token.ts";

async function look(request: HubRequest, context: HubContext, path: string): Promise<Answer> {
  return await context.emulator.call({
    method: "GET",
    target: `/repos/${repositoryOf(request.match)}${path}`,
    login: "octocat",
  });
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** https://docs.github.com/rest/git/refs#create-a-reference */
export const refuseNewRef: Rule = async (request, context) => {
  const [ref, sha] = [textMember(request.body, "ref"), textMember(request.body, "sha")];
  if (ref === null) return invalidRequest('"ref" wasn\'t supplied.');
  if (sha === null) return invalidRequest('"sha" wasn\'t supplied.');
  if (!ref.startsWith("refs/") || ref.split("/").length < 3) {
    return invalidRequest("Reference name must start with refs/ and have at least two slashes.");
  }
  if (!isRefName(ref)) return refusal(422, `${ref} is not a valid ref name.`);
  if (!/^[0-9a-f]{40}$/.test(sha))
    return invalidRequest("The sha parameter must be exactly 40 characters and contain only [0-9a-f].");
  if ((await look(request, context, `/git/ref/${encodePath(ref.slice(5))}`)).status === 200) {
    return refusal(422, "Reference already exists");
  }
  // A file and a folder cannot have one name: `refs/heads/a` and `refs/heads/a/b` shut each other out.
  const parents = ref
    .split("/")
    .map((_, index, parts) => parts.slice(0, index).join("/"))
    .slice(3);
  for (const parent of parents) {
    if ((await look(request, context, `/git/ref/${encodePath(parent.slice(5))}`)).status === 200) {
      return refusal(422, `Reference update failed: '${parent}' exists; cannot create '${ref}'`);
    }
  }
  const below = parseBody((await look(request, context, `/git/matching-refs/${encodePath(`${ref.slice(5)}/`)}`)).body);
  if (Array.isArray(below) && below.length > 0) {
    return refusal(422, `Reference update failed: '${textMember(below[0], "ref")}' exists; cannot create '${ref}'`);
  }
  if ((await look(request, context, `/git/commits/${sha}`)).status !== 200)
    return refusal(422, "Object does not exist");
  return null;
};

/** https://docs.github.com/rest/git/refs#update-a-reference; the emulator checks the fast forward. */
export const refuseRefUpdate: Rule = async (request, context) => {
  const ref = request.match.parameters.ref ?? "";
  const sha = textMember(request.body, "sha");
  if (sha === null) return invalidRequest('"sha" wasn\'t supplied.');
  if ((await look(request, context, `/git/ref/${encodePath(ref)}`)).status !== 200)
    return refusal(422, "Reference does not exist");
  if ((await look(request, context, `/git/commits/${encodeURIComponent(sha)}`)).status !== 200) {
    return refusal(422, "Object does not exist");
  }
  return null;
};

export const refuseRefDeletion: Rule = async (request, context) => {
  const ref = request.match.parameters.ref ?? "";
  return (await look(request, context, `/git/ref/${encodePath(ref)}`)).status === 200
    ? null
    : refusal(422, "Reference does not exist");
};

/** A workflow's own token can never write workflows: https://docs.github.com/actions/security-guides/automatic-token-authentication */
function refuseWorkflowFile(request: HubRequest, path: string): Answer | null {
  if (!path.startsWith(".github/workflows/")) return null;
  const { token } = request;
  const app = appOf(token);
  if (app === null || (token.kind === "app" && token.permissions.workflows === "write")) return null;
  return refusal(
    403,
    `refusing to allow a GitHub App to create or update workflow \`${path}\` without \`workflows\` permission`,
  );
}

/** https://docs.github.com/rest/repos/contents#create-or-update-file-contents */
export const refuseContentsWrite: Rule = async (request, context) => {
  const path = request.match.parameters.path ?? "";
  const message = textMember(request.body, "message") ?? request.query.get("message");
  if (message === null || message === "") return invalidRequest('"message" wasn\'t supplied.');
  const parts = path.split("/");
  if (
    path === "" ||
    parts.some((part) => part === "" || part === "." || part === ".." || part.toLowerCase() === ".git")
  ) {
    return validationFailed("Commit", "path", "path contains a malformed path component");
  }
  const refused = refuseWorkflowFile(request, path);
  if (refused !== null) return refused;
  const branch = textMember(request.body, "branch");
  const sha = member(request.body, "sha");
  const where = branch === null ? "" : `?ref=${encodeURIComponent(branch)}`;
  const found = await look(request, context, `/contents/${encodePath(path)}${where}`);
  // Where the file is there, the branch is too.
  const lost = branch !== null && found.status !== 200;
  if (lost && (await look(request, context, `/git/ref/heads/${encodePath(branch)}`)).status !== 200) {
    return refusal(404, `Branch ${branch} not found`);
  }
  const existing = found.status === 200 ? textMember(parseBody(found.body), "sha") : null;
  if (request.match.route.method === "DELETE") {
    if (typeof sha !== "string") return invalidRequest('"sha" wasn\'t supplied.');
    if (existing === null) return notFound();
  } else if (existing !== null && sha === undefined) {
    return invalidRequest('"sha" wasn\'t supplied.');
  }
  // Stricter than GitHub was seen to be in 2015 where the file is not there: see docs/testing-against-github.md.
  if (sha !== undefined && sha !== existing) return refusal(409, `${path} does not match ${String(sha)}`);
  return null;
};
