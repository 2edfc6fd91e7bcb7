import { type Answer, refusal } from "./answer.ts";
import { type HubContext, type HubRequest, repositoryOf, textMember } from "./hub-request.ts";
import { readHead } from "./pull-requests.ts";
import { createQueue } from "./queue.ts";

/** Does what changes a branch. */
export type RefWrites = (request: HubRequest, context: HubContext, task: () => Promise<Answer>) => Promise<Answer>;

/**
 * One write at a time in a repository: the emulator's own race. With `conflict`, a write to a file is refused instead while another to the
 * same branch is under way (https://docs.github.com/rest/repos/contents#create-or-update-file-contents: not in parallel).
 */
export function createRefWrites(parallel: "queue" | "conflict"): RefWrites {
  const queue = createQueue();
  const writing = new Set<string>();
  return async (request, context, task) => {
    const repository = repositoryOf(request.match);
    const queued = () => queue.run(repository, task);
    if (parallel === "queue" || !request.match.route.path.includes("/contents/")) return await queued();
    const branch = textMember(request.body, "branch") ?? "main";
    const key = `${repository} ${branch}`;
    if (writing.has(key)) {
      const expected = await readHead(context, repository, branch);
      const at = await queue.run(repository, () => readHead(context, repository, branch));
      return refusal(409, `${branch} is at ${at} but expected ${expected}`);
    }
    writing.add(key);
    try {
      return await queued();
    } finally {
      writing.delete(key);
    }
  };
}
