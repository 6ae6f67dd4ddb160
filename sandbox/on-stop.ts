const LOOK_EVERY_MS = 500;

/**
 * Calls back once when this process is asked to end: Ctrl+C, a termination signal, or, where npm started it, the end of
 * npm. (npm hands signals to a shell, and the shell ends without handing them on: the process would live on unseen.)
 */
export function onStop(stop: () => void): void {
  let stopped = false;
  const once = (): void => {
    if (stopped) return;
    stopped = true;
    stop();
  };
  process.once('SIGINT', once);
  process.once('SIGTERM', once);
  process.once('SIGHUP', once);
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      once();
    }
  }, LOOK_EVERY_MS);
  timer.unref();
}
