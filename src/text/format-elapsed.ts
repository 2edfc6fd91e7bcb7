/**
 * A running time as a clock shows it: `0:05`, `12:34`, `1:02:03`. Whole seconds, rounded down, so that it never runs ahead.
 *
 * @param elapsedMs at least 0; anything else shows as `0:00`
 */
export function formatElapsed(elapsedMs: number): string {
  const seconds = elapsedMs > 0 && Number.isFinite(elapsedMs) ? Math.floor(elapsedMs / 1000) : 0;
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
