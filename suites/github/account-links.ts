/** The links that every account has wherever the API tells of it; organizations too, though the emulator leaves them out. */
export function accountLinks(login: string, publicUrl: string): Record<string, unknown> {
  const url = `${publicUrl}/users/${encodeURIComponent(login)}`;
  return {
    avatar_url: `https://avatars.githubusercontent.com/${encodeURIComponent(login)}`,
    gravatar_id: "",
    url,
    html_url: `https://github.com/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    site_admin: false,
  };
}
