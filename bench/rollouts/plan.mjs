// What the simulated rollouts are watched by: a config as people write one, read by the config's own reader.
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

const levels = `
escalate:
  levels:
    - { on: warning, tell: [owner] }
    - { on: critical, tell: [owner], do: rollback, post-mortem: 24 h }
contacts: { owner: { name: Owner, handle: "@octo-org/shop" } }
`;

/** @param statistic of latency */
export const configText = (statistic) => `
rollout: shop
ledger: { folder: ledger }
stages: { unit: { run: [run-unit] } }
flag: { read: [cat, flag], set: [{ script: { on: [cp, "yes", flag], off: [cp, "no", flag] } }] }
verify:
  before: 7d
  windows:
    first-day: { after: 1h, every: 1h, over: 1h, criteria: { errors: "< 5 %" } }
    day-1: { after: 1d, criteria: { latency: "< +10 %", errors: "< 1 %", memory: "< +100 MB" } }
    day-7: { after: 7d, criteria: { latency: "< +10 %", errors: "< 1 %", memory: "< +100 MB" } }
    day-30: { after: 30d, criteria: { latency: "< +10 %", errors: "< 1 %", memory: "< +100 MB" } }
  sources:
    events:
      jsonl:
        path: /logs/events.jsonl
        time: { field: at, format: epoch-ms }
        metrics:
          latency: { where: { kind: call }, value: ms, unit: ms, statistic: ${statistic} }
          errors: { where: { kind: call }, failed: { ok: false } }
          memory: { where: { kind: memory }, value: bytes, unit: MB }
${levels}`;
