/** Runs once, before the first request is answered. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  // The built server has it from its first line on; `next dev` from here.
  const { closeDoor } = await import('@/lib/server/http/door');
  closeDoor();
  const { endStreamsWithPanel } = await import('@/lib/server/http/panel-end');
  endStreamsWithPanel();
  // From here on nobody else reads and writes the state; a second panel on the folder waits here.
  const { becomeThePanel } = await import('@/lib/server/tasks/one-panel');
  const isThePanel = await becomeThePanel();
  const { addAggregation, closeFiles } = await import('@/lib/server/change/tidy-up');
  void closeFiles();
  // Before anything looks at the files: they may be those of a change that was cut short.
  const { recoverApply } = await import('@/lib/server/change/recover');
  if (isThePanel) await recoverApply();
  if (isThePanel) void addAggregation();
  const { watchOwnerHosts } = await import('@/lib/server/owner/hosts');
  await watchOwnerHosts();
  const { prepareMetricsToken } = await import('@/lib/server/auth/metrics-token');
  void prepareMetricsToken();
  const { prepareClaim } = await import('@/lib/server/auth/owner');
  await prepareClaim();
  const { startTimeline } = await import('@/lib/server/live/timeline');
  await startTimeline();
  const { startLive } = await import('@/lib/server/live/live');
  startLive();
  const { startNotifier } = await import('@/lib/server/notify/notifier-service');
  startNotifier();
  const { startBackups } = await import('@/lib/server/backup/scheduler');
  startBackups();
}
