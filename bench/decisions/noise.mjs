import { readFileSync } from "node:fs";

/**
 * The recorded sessions: one entry for each session and workload, `launches` being 48 arrays of 10 samples in nanoseconds, in the
 * order in which they were taken.
 */
export function recordedNoise() {
  const index = JSON.parse(readFileSync(new URL("../noise/index.json", import.meta.url), "utf8"));
  const bytes = readFileSync(new URL("../noise/samples.bin", import.meta.url));
  const codes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tracks = [];
  let at = 0;
  for (const [session, mode] of index.modes.entries()) {
    for (const workload of index.workloads) {
      const launches = [];
      for (let launch = 0; launch < index.launches; launch++) {
        const samples = new Float64Array(index.samples);
        for (let sample = 0; sample < index.samples; sample++, at += 2) {
          samples[sample] = index.base_us * 1000 * Math.exp(codes.getUint16(at, true) * index.step);
        }
        launches.push(samples);
      }
      tracks.push({ session, mode, name: workload.name, noise: workload.class, launches });
    }
  }
  return tracks;
}

/** Noise that nobody recorded: each kind breaks another assumption. `launches` as above. */
export const syntheticKinds = {
  "lognormal 2 %": (random) => drawn(random, () => Math.exp(0.02 * random.normal())),
  "lognormal 15 %": (random) => drawn(random, () => Math.exp(0.15 * random.normal())),
  "heavy tail (Cauchy 3 %)": (random) =>
    drawn(random, () => Math.exp(0.03 * Math.min(20, Math.abs(Math.tan(Math.PI * (random.next() - 0.5)))))),
  "two modes, +30 %": (random) =>
    drawn(random, () => (random.next() < 0.5 ? 1 : 1.3) * Math.exp(0.01 * random.normal())),
  "two modes, +60 %, rare": (random) =>
    drawn(random, () => (random.next() < 0.12 ? 1.6 : 1) * Math.exp(0.01 * random.normal())),
  "drift +40 %": (random) => drawn(random, (launch) => (1 + (0.4 * launch) / 48) * Math.exp(0.02 * random.normal())),
  "step +50 %": (random) => {
    const from = random.below(48);
    return drawn(random, (launch) => (launch >= from ? 1.5 : 1) * Math.exp(0.02 * random.normal()));
  },
  "bursts +80 %": (random) => {
    let busy = false;
    return drawn(random, () => {
      if (random.next() < (busy ? 0.35 : 0.1)) busy = !busy;
      return (busy ? 1.8 : 1) * Math.exp(0.02 * random.normal());
    });
  },
  "autocorrelated 10 %": (random) => {
    let level = random.normal();
    return drawn(random, () => {
      level = 0.8 * level + 0.6 * random.normal();
      return Math.exp(0.1 * level);
    });
  },
  "counts (ties)": (random) =>
    drawn(
      random,
      () => 1,
      () => 20 + random.below(2),
    ),
};

function drawn(random, levelOf, sampleOf = () => 1e6 * Math.exp(0.03 * Math.abs(random.normal()))) {
  return Array.from({ length: 48 }, (_, launch) => {
    const level = levelOf(launch);
    return Float64Array.from({ length: 10 }, () => level * sampleOf());
  });
}
