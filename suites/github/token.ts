/** Names of permissions as in a workflow's `permissions:` block, with `_` for `-`, as the API writes them. */
export type PermissionName =
  | "actions"
  | "checks"
  | "contents"
  | "deployments"
  | "issues"
  | "members"
  | "metadata"
  | "pull_requests"
  | "statuses"
  | "workflows";

export type Permissions = Readonly<Partial<Record<PermissionName, "read" | "write">>>;

/** What a person may do in a repository; `none` still reads what is public. */
export type Role = "none" | "read" | "write" | "admin";

export type Token =
  /** The `GITHUB_TOKEN` of a workflow's job: an installation token of the app GitHub Actions, for one repository. */
  | { readonly kind: "job"; readonly repository: string; readonly permissions: Permissions }
  /** An installation token of another GitHub App. */
  | { readonly kind: "app"; readonly slug: string; readonly repository: string; readonly permissions: Permissions }
  /** A classic personal access token with the scope `repo`: the person's role decides. */
  | { readonly kind: "classic"; readonly login: string }
  /** A fine-grained personal access token: the role and the permissions decide. */
  | {
      readonly kind: "fine-grained";
      readonly login: string;
      readonly repository: string;
      readonly permissions: Permissions;
    };

/** The app that `GITHUB_TOKEN` belongs to. Its id is GitHub's own and documented by use everywhere. */
export const actionsApp = { id: 15368, slug: "github-actions", name: "GitHub Actions" } as const;

/** The account that acts: `github-actions[bot]` for a job's token. */
export function loginOf(token: Token): string {
  switch (token.kind) {
    case "job":
      return `${actionsApp.slug}[bot]`;
    case "app":
      return `${token.slug}[bot]`;
    default:
      return token.login;
  }
}

/** The slug of the GitHub App that a token belongs to; null for a person's. */
export function appOf(token: Token): string | null {
  if (token.kind === "job") return actionsApp.slug;
  return token.kind === "app" ? token.slug : null;
}

/** All that a job's token can be given and that we use. */
export const everyPermission: Permissions = {
  actions: "write",
  checks: "write",
  contents: "write",
  deployments: "write",
  issues: "write",
  metadata: "read",
  pull_requests: "write",
  statuses: "write",
};

/** What a job's token has on a pull request from a fork. */
export const readPermissions: Permissions = {
  actions: "read",
  checks: "read",
  contents: "read",
  deployments: "read",
  issues: "read",
  metadata: "read",
  pull_requests: "read",
  statuses: "read",
};
