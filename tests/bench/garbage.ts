import { waitFor } from '../support/run/exec.ts';

/** How a process is asked to be inspected at a port of its own: a flag of Node, without which it takes 9229. */
export const inspectAt = (port: number): string => `--inspect-port=${port}`;

/**
 * Has a process of Node throw away all that nothing holds any more. What it has got from the system says where it stands
 * between two such collections, which may be 10 MB; only after one it says what was kept.
 * @param port that it was started with, as `inspectAt`
 */
export async function collectGarbage(pid: number, port: number): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  const address = await waitFor('the inspector', async () => {
    const [target] = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
    return String(target.webSocketDebuggerUrl);
  });
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onerror = reject;
    socket.onmessage = resolve;
    socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
  });
  socket.close();
}
