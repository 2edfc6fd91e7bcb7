import { type Answer, jsonAnswer, parseBody } from "./answer.ts";
import { member } from "./hub-request.ts";

/** https://docs.github.com/rest/repos/contents#get-repository-content: size limits, and how long a listing gets. */
const limits = { withContent: 1_048_576, entries: 1_000 } as const;

/** What GitHub leaves out of a large file's answer and of a long listing. Raw answers hold files whole up to 100 MB. */
export function withinContentsLimits(answer: Answer): Answer {
  if (answer.status !== 200 || !(answer.headers["content-type"] ?? "").includes("json")) return answer;
  const told = parseBody(answer.body);
  if (Array.isArray(told))
    return told.length <= limits.entries ? answer : jsonAnswer(200, told.slice(0, limits.entries));
  if (Number(member(told, "size")) <= limits.withContent) return answer;
  return jsonAnswer(200, { ...(told as Record<string, unknown>), content: "", encoding: "none" });
}
