/** Loaded into an operator's process before its program: answers every message with the bytes that are reachable in its memory. */
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.(heapUsed + external);
});
// Whoever only listens does not keep the process alive.
process.channel?.unref();
