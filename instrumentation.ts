/** Runs once, before the first request is answered. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { trustSocketOnly } = await import('@/lib/server/http/peer');
  trustSocketOnly();
  const { tidyUp } = await import('@/lib/server/services/tidy-up');
  void tidyUp();
  const { watchOwnerHosts } = await import('@/lib/server/services/owner-hosts');
  await watchOwnerHosts();
  const { prepareClaim } = await import('@/lib/server/auth/owner');
  await prepareClaim();
  const { startLive } = await import('@/lib/server/services/live');
  startLive();
}
