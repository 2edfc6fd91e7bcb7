import { parseBody } from "./answer.ts";
import { copyHistory } from "./copy-history.ts";
import type { WorkflowDispatch } from "./hub-records.ts";
import type { HubContext } from "./hub-request.ts";
import type { RepositorySeed } from "./people.ts";
import { polish } from "./polish.ts";
import { type Json, readPull } from "./pull-requests.ts";
import { rememberEdit, type TextPlace } from "./revisions.ts";

export interface StateComment {
  readonly id: number;
  readonly body: string;
  readonly login: string;
}

export interface StateCheckRun {
  readonly id: number;
  readonly name: string;
  readonly headSha: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly output: { readonly title: string | null; readonly summary: string | null; readonly text: string | null };
  readonly annotations: number;
}

export interface StateIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly login: string;
  readonly state: string;
  readonly labels: readonly string[];
}

export interface StateDeployment {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  readonly payload: unknown;
  readonly statuses: readonly string[];
}

export interface StateCommit {
  readonly sha: string;
  readonly message: string;
  readonly parents: readonly string[];
}

/** What is there, for a test to look at, and ways to put more there. Repository: `octo-org/shop` unless told. */
export interface HubState {
  comments(number: number, repository?: string): Promise<readonly StateComment[]>;
  checkRuns(ref: string, repository?: string): Promise<readonly StateCheckRun[]>;
  /** Text of a file on a branch; null when the branch or the file is not there. */
  file(path: string, branch: string, repository?: string): Promise<string | null>;
  /** Paths of all files on a branch, sorted; null when there is no such branch. */
  files(branch: string, repository?: string): Promise<readonly string[] | null>;
  /** Commits of a branch, newest first, along first parents and merges alike; empty when there is no such branch. */
  history(branch: string, repository?: string): Promise<readonly StateCommit[]>;
  /** Commit that a branch points to; null when there is no such branch. */
  head(branch: string, repository?: string): Promise<string | null>;
  readonly dispatches: readonly WorkflowDispatch[];
  /** Issues that are no pull requests, oldest first. */
  issues(repository?: string): Promise<readonly StateIssue[]>;
  /** Deployments, oldest first, each with its statuses, oldest first. */
  deployments(repository?: string): readonly StateDeployment[];

  /** Adds a comment in somebody's name. Its id. */
  comment(number: number, login: string, body: string, repository?: string): Promise<number>;
  /** Changes the text of a comment, as somebody does in the browser. */
  editComment(id: number, login: string, edit: (body: string) => string, repository?: string): Promise<void>;
  /** The same for an issue. */
  editIssue(number: number, login: string, edit: (body: string) => string, repository?: string): Promise<void>;
  /** Opens an issue in somebody's name. Its number. */
  openIssue(login: string, title: string, body: string, repository?: string): Promise<number>;
  /** Takes all versions but the last out of the history of a comment (`comments/12`) or an issue (`7`). */
  forgetRevisions(place: TextPlace, repository?: string): void;
  /** Who is in a team of an organization. */
  setTeam(organization: string, slug: string, logins: readonly string[]): void;
  /** Puts a file on a branch, making the branch from the default one when it is not there. The commit. */
  commit(branch: string, path: string, text: string, login?: string, repository?: string): Promise<string>;
  /** Opens a pull request from a branch of the same repository with one commit on it. */
  openPullRequest(branch: string, login?: string, repository?: string): Promise<StatePullRequest>;
  /** The same from a fork (`monalisa/shop` unless told), which is made when it is not there. */
  openForkPullRequest(branch: string, login?: string): Promise<StatePullRequest>;
  /** Another commit on the branch of a pull request from a fork. The commit. */
  pushToFork(branch: string, path: string, text: string, login?: string): Promise<string>;
  closePullRequest(number: number, repository?: string): Promise<void>;
  mergePullRequest(number: number, repository?: string): Promise<void>;
  /** Takes a repository away, as somebody does with a fork whose pull request is still open. */
  deleteRepository(repository: string): Promise<void>;
  /** A finished workflow run with artifacts. */
  addRun(run: StateRun): StateRunIds;
}

export interface StatePullRequest {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
}

export interface StateRun {
  readonly headSha: string;
  readonly headBranch: string;
  /** The base repository unless told. */
  readonly headRepository?: string;
  readonly repository?: string;
  /** `pull_request` unless told. */
  readonly event?: string;
  /** `success` unless told. */
  readonly conclusion?: string;
  readonly actor?: string;
  /** Zip archives by name. */
  readonly artifacts?: Readonly<Record<string, Buffer>>;
}

export interface StateRunIds {
  readonly runId: number;
  readonly artifactIds: Readonly<Record<string, number>>;
}

const encode = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

/** `addRepository` makes a repository known that came about later. */
export function createState(context: HubContext, addRepository: (seed: RepositorySeed) => void): HubState {
  const main = context.seeds[0]?.name ?? "";

  async function ask(method: string, target: string, login = "octocat", body?: unknown) {
    const answer = await context.emulator.call({
      method,
      target,
      login,
      ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
    });
    return { status: answer.status, data: parseBody(polish(answer, context).body) };
  }

  async function need(method: string, target: string, login?: string, body?: unknown): Promise<Json> {
    const { status, data } = await ask(method, target, login, body);
    if (status >= 400) throw new Error(`${method} ${target} of the emulator: ${status} ${JSON.stringify(data)}`);
    return data as Json;
  }

  async function all(target: string): Promise<readonly Json[]> {
    const found: Json[] = [];
    for (let page = 1; ; page++) {
      const { status, data } = await ask(
        "GET",
        `${target}${target.includes("?") ? "&" : "?"}per_page=100&page=${page}`,
      );
      if (status === 404) return [];
      if (!Array.isArray(data)) throw new Error(`GET ${target} of the emulator: ${status}`);
      found.push(...data);
      if (data.length < 100) return found;
    }
  }

  async function head(branch: string, repository = main): Promise<string | null> {
    const { status, data } = await ask("GET", `/repos/${repository}/git/ref/heads/${encode(branch)}`);
    return status === 404 ? null : String(((data as Json).object as Json).sha);
  }

  async function commit(branch: string, path: string, text: string, login = "octocat", repository = main) {
    if ((await head(branch, repository)) === null) {
      const base = await need("GET", `/repos/${repository}`);
      const sha = await head(String(base.default_branch), repository);
      await need("POST", `/repos/${repository}/git/refs`, login, { ref: `refs/heads/${branch}`, sha });
    }
    const where = `/repos/${repository}/contents/${encode(path)}`;
    const { status, data } = await ask("GET", `${where}?ref=${encodeURIComponent(branch)}`);
    const made = await need("PUT", where, login, {
      message: `Change ${path}`,
      content: Buffer.from(text).toString("base64"),
      branch,
      ...(status === 200 ? { sha: (data as Json).sha } : {}),
    });
    return String((made.commit as Json).sha);
  }

  /** Commits to a fork, which is made when it is not there, and lets the base repository have the objects. */
  async function pushToFork(branch: string, path: string, text: string, login = "monalisa"): Promise<string> {
    const fork = `${login}/${main.split("/")[1]}`;
    if ((await ask("GET", `/repos/${fork}`)).status === 404) {
      await need("POST", `/repos/${main}/forks`, login, {});
      addRepository({ name: fork, roles: {} });
      const base = String(await head("main"));
      await copyHistory(context.emulator, main, fork, base, login);
      await need("PATCH", `/repos/${fork}/git/refs/heads/main`, login, { sha: base, force: true });
    }
    const sha = await commit(branch, path, text, login, fork);
    await copyHistory(context.emulator, fork, main, sha, "octocat");
    return sha;
  }

  async function edit(place: TextPlace, login: string, change: (body: string) => string, repository = main) {
    const target = `/repos/${repository}/issues/${place}`;
    const text = change(String((await need("GET", target)).body));
    await rememberEdit(context, { repository, place, editor: login, text }, () =>
      ask("PATCH", target, login, { body: text }),
    );
  }

  return {
    head,
    commit,
    issues: async (repository = main) =>
      (await all(`/repos/${repository}/issues?state=all&sort=created&direction=asc`))
        .filter((issue) => issue.pull_request === undefined)
        .map((issue) => ({
          number: Number(issue.number),
          title: String(issue.title),
          body: String(issue.body),
          login: String((issue.user as Json).login),
          state: String(issue.state),
          labels: (issue.labels as Json[]).map(({ name }) => String(name)),
        })),
    deployments: (repository = main) =>
      context.records.deployments
        .filter((one) => one.repository === repository)
        .map(({ json, statuses }) => ({
          id: Number(json.id),
          sha: String(json.sha),
          environment: String(json.environment),
          payload: json.payload,
          statuses: statuses.map(({ state }) => String(state)).reverse(),
        }))
        .reverse(),
    editComment: (id, login, change, repository) => edit(`comments/${id}`, login, change, repository),
    editIssue: (number, login, change, repository) => edit(`${number}`, login, change, repository),
    openIssue: async (login, title, body, repository = main) =>
      Number((await need("POST", `/repos/${repository}/issues`, login, { title, body })).number),
    forgetRevisions: (place, repository = main) => {
      const known = context.records.revisions.get(`${repository}/issues/${place}`) ?? [];
      for (const revision of known.slice(0, -1)) revision.text = null;
    },
    setTeam: (organization, slug, logins) => void context.records.teams.set(`${organization}/${slug}`, logins),
    dispatches: context.records.dispatches,
    comments: async (number, repository = main) =>
      (await all(`/repos/${repository}/issues/${number}/comments`)).map((comment) => ({
        id: Number(comment.id),
        body: String(comment.body),
        login: String((comment.user as Json).login),
      })),
    checkRuns: async (ref, repository = main) => {
      const { status, data } = await ask("GET", `/repos/${repository}/commits/${encode(ref)}/check-runs?filter=all`);
      if (status === 404) return [];
      return ((data as Json).check_runs as Json[]).map((run) => {
        const output = run.output as Json;
        return {
          id: Number(run.id),
          name: String(run.name),
          headSha: String(run.head_sha),
          status: String(run.status),
          conclusion: run.conclusion as string | null,
          output: output as StateCheckRun["output"],
          annotations: Number(output.annotations_count),
        };
      });
    },
    file: async (path, branch, repository = main) => {
      const { status, data } = await ask(
        "GET",
        `/repos/${repository}/contents/${encode(path)}?ref=${encodeURIComponent(branch)}`,
      );
      if (status === 404) return null;
      return Buffer.from(String((data as Json).content), "base64").toString("utf8");
    },
    files: async (branch, repository = main) => {
      const sha = await head(branch, repository);
      if (sha === null) return null;
      const tree = await need("GET", `/repos/${repository}/git/trees/${sha}?recursive=1`);
      const entries = tree.tree as { path: string; type: string }[];
      return entries
        .filter(({ type }) => type === "blob")
        .map(({ path }) => path)
        .sort();
    },
    history: async (branch, repository = main) =>
      (await all(`/repos/${repository}/commits?sha=${encodeURIComponent(branch)}`)).map((entry) => ({
        sha: String(entry.sha),
        message: String((entry.commit as Json).message),
        parents: (entry.parents as Json[]).map(({ sha }) => String(sha)),
      })),
    comment: async (number, login, body, repository = main) => {
      const made = await need("POST", `/repos/${repository}/issues/${number}/comments`, login, { body });
      return Number(made.id);
    },
    openForkPullRequest: async (branch, login = "monalisa") => {
      const headSha = await pushToFork(branch, `changes/${branch}.txt`, `${branch}\n`, login);
      const head = `${login}:${branch}`;
      const made = await need("POST", `/repos/${main}/pulls`, login, { title: branch, head, base: "main" });
      return { number: Number(made.number), headSha, baseSha: String((made.base as Json).sha) };
    },
    pushToFork,
    closePullRequest: async (number, repository = main) => {
      await readPull(context, repository, number);
      await need("PATCH", `/repos/${repository}/pulls/${number}`, "octocat", { state: "closed" });
    },
    mergePullRequest: async (number, repository = main) => {
      await readPull(context, repository, number);
      await need("PUT", `/repos/${repository}/pulls/${number}/merge`, "octocat", {});
    },
    deleteRepository: async (repository) => {
      await need("DELETE", `/repos/${repository}`, repository.split("/")[0]);
    },
    addRun: (run) => {
      const id = 1_000 + context.records.runs.length;
      const repository = run.repository ?? main;
      const artifacts = Object.entries(run.artifacts ?? {}).map(([name, archive], index) => ({
        id: id * 100 + index,
        name,
        archive,
      }));
      context.records.runs.push({
        repository,
        id,
        name: "Collect",
        path: ".github/workflows/collect.yml",
        event: run.event ?? "pull_request",
        conclusion: run.conclusion ?? "success",
        headSha: run.headSha,
        headBranch: run.headBranch,
        headRepository: run.headRepository ?? repository,
        actor: run.actor ?? "hubot",
        createdAt: context
          .now()
          .toISOString()
          .replace(/\.\d+Z$/, "Z"),
        artifacts,
      });
      return { runId: id, artifactIds: Object.fromEntries(artifacts.map(({ name, id: mine }) => [name, mine])) };
    },
    openPullRequest: async (branch, login = "hubot", repository = main) => {
      const headSha = await commit(branch, `changes/${branch}.txt`, `${branch}\n`, login, repository);
      const made = await need("POST", `/repos/${repository}/pulls`, login, {
        title: branch,
        head: branch,
        base: "main",
      });
      return { number: Number(made.number), headSha, baseSha: String((made.base as Json).sha) };
    },
  };
}
