/** Aborted by the first Ctrl-C or SIGTERM, so that what was started can be taken down in order. A second Ctrl-C ends the process at once. */
export function stopSignal(onFirst: (name: NodeJS.Signals) => void): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      onFirst(name);
      controller.abort(new Error(`stopped by ${name}`));
    });
  }
  return controller.signal;
}
