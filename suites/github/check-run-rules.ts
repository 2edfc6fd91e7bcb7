import { type Answer, invalidRequest, notFound, refusal, validationFailed } from "./answer.ts";
import { type HubContext, type HubRequest, member, type Rule, repositoryOf, textMember } from "./hub-request.ts";
import { appOf } from "./token.ts";

/** Lengths as https://docs.github.com/rest/checks/runs gives them. */
const longest = { title: 255, summary: 65_535, text: 65_535, annotationTitle: 255, annotationBytes: 65_536 } as const;
const mostAnnotations = 50;
const levels = ["notice", "warning", "failure"];

function tooLong(value: unknown, most: number): Answer | null {
  if (typeof value !== "string" || value.length <= most) return null;
  return invalidRequest(`Only ${most} characters are allowed; ${value.length} were supplied.`);
}

/** The description speaks of characters; GitHub then counts bytes as well and says so. */
function tooManyBytes(field: string, value: unknown, most: number): Answer | null {
  if (typeof value !== "string" || Buffer.byteLength(value) <= most) return null;
  return refusal(422, "Validation Failed", {
    errors: [
      { resource: "CheckRun", code: "custom", field, message: `${field} exceeds a maximum bytesize of ${most}` },
    ],
  });
}

function refuseAnnotation(annotation: unknown): Answer | null {
  const message = textMember(annotation, "message") ?? "";
  const [path, level] = [textMember(annotation, "path"), textMember(annotation, "annotation_level")];
  const [start, end] = [Number(member(annotation, "start_line")), Number(member(annotation, "end_line"))];
  if (path === null || path === "") return invalidRequest('"path" wasn\'t supplied.');
  if (message === "") return invalidRequest('"message" wasn\'t supplied.');
  if (level === null || !levels.includes(level))
    return invalidRequest(`${level} is not a member of ${levels.join(", ")}.`);
  if (!(start >= 1) || !(end >= start)) return invalidRequest("end_line must not come before start_line.");
  const columns = member(annotation, "start_column") !== undefined || member(annotation, "end_column") !== undefined;
  if (columns && start !== end) return invalidRequest("Columns may only be given for an annotation on one line.");
  return (
    tooLong(member(annotation, "title"), longest.annotationTitle) ??
    tooManyBytes("message", message, longest.annotationBytes) ??
    tooManyBytes("raw_details", member(annotation, "raw_details"), longest.annotationBytes)
  );
}

function refuseOutput(output: unknown, creating: boolean): Answer | null {
  if (output === undefined) return null;
  const summary = member(output, "summary");
  if (typeof summary !== "string") return invalidRequest('"summary" wasn\'t supplied.');
  if (creating && textMember(output, "title") === null) return invalidRequest('"title" wasn\'t supplied.');
  const annotations = member(output, "annotations");
  if (Array.isArray(annotations) && annotations.length > mostAnnotations) {
    return invalidRequest(`No more than ${mostAnnotations} items are allowed; ${annotations.length} were supplied.`);
  }
  const first = Array.isArray(annotations) ? annotations.map(refuseAnnotation).find((answer) => answer !== null) : null;
  return (
    tooLong(member(output, "title"), longest.title) ??
    tooLong(summary, longest.summary) ??
    tooManyBytes("summary", summary, longest.summary) ??
    tooLong(member(output, "text"), longest.text) ??
    tooManyBytes("text", member(output, "text"), longest.text) ??
    first ??
    null
  );
}

async function commitIsKnown(request: HubRequest, context: HubContext, sha: string): Promise<boolean> {
  const found = await context.emulator.call({
    method: "GET",
    target: `/repos/${repositoryOf(request.match)}/git/commits/${encodeURIComponent(sha)}`,
    login: "octocat",
  });
  return found.status === 200;
}

export const refuseNewCheckRun: Rule = async (request, context) => {
  const [name, sha] = [textMember(request.body, "name"), textMember(request.body, "head_sha")];
  if (name === null || name.trim() === "") return invalidRequest('"name" wasn\'t supplied.');
  if (sha === null) return invalidRequest('"head_sha" wasn\'t supplied.');
  if (!(await commitIsKnown(request, context, sha))) {
    return validationFailed("CheckRun", "head_sha", `No commit found for SHA: ${sha}`);
  }
  return refuseOutput(member(request.body, "output"), true);
};

/** An app changes the check runs that it made itself and no others. */
export const refuseCheckRunChange: Rule = (request, context) => {
  const key = `${repositoryOf(request.match)}#${request.match.parameters.check_run_id}`;
  const app = context.records.checkRunApps.get(key);
  if (app === undefined) return notFound();
  if (app !== appOf(request.token)) {
    return refusal(
      403,
      `Invalid app_id \`${appOf(request.token)}\` - check run can only be modified by the GitHub App that created it.`,
    );
  }
  return refuseOutput(member(request.body, "output"), false);
};
