/** Says on the branch itself what it is. */
export const branchReadme = `# Ledger of Rollout Gate

This branch is a record, not code: it shares no history with the other branches and is never merged.
Rollout Gate writes it; \`rollouts/NAME/\` holds what happened to one rollout.

- \`head.jsonl\` is the newest part, \`segment-NNNNNN.jsonl\` are the parts before it, oldest first.
- The first line of each file says which part it is; every other line is one event in JSON.
- Only events are added. From time to time those that nobody needs any longer are dropped in one commit.

Do not edit it by hand. Deleting the branch deletes the record, and the next run begins a new one.
`;
