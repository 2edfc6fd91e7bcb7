/**
 * Milliseconds of processor time that a task takes. Tests that must notice quadratic work use it with wide bounds: the clock
 * on the wall also counts what other programs do meanwhile.
 */
export function processorTimeMs(task: () => unknown): number {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
