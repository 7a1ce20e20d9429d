import { createSocket, type Socket } from 'node:dgram';
import { waitFor } from '../run/exec.ts';

const HEADER_LENGTH = 12;
const NO_SUCH_NAME = 3;
const TYPE_A = 1;
/** Longer than a test file of drills takes. */
const OPEN_MS = 300_000;

/**
 * A fake DNS server, which knows one address for every name. What Docker cannot resolve by itself goes to it instead
 * of to this machine's own server, which may answer in a millisecond or never.
 */
export class FakeDns {
  says: 'address' | 'no such name' | 'nothing' = 'address';
  #socket: Socket | null = null;

  /**
   * Listens on port 53 of `address`, since Docker knows no other port, and gives that address. While another test file
   * has the port, it waits.
   */
  async open(address: string): Promise<void> {
    this.#socket = await waitFor('port 53', () => this.#listen(address), {
      timeoutMs: OPEN_MS,
      everyMs: 1000,
    });
  }

  async #listen(address: string): Promise<Socket> {
    const socket = createSocket('udp4');
    socket.on('message', (question, { port, address: asker }) => {
      const answer = this.#answer(question, address);
      if (answer) socket.send(answer, port, asker);
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject).bind(53, address, resolve);
    });
    return socket;
  }

  close(): void {
    this.#socket?.close();
    this.#socket = null;
  }

  /** RFC 1035, section 4: header and question as they came, then the record. */
  #answer(message: Buffer, address: string): Buffer | null {
    const endOfName = message.indexOf(0, HEADER_LENGTH);
    if (this.says === 'nothing' || endOfName < 0) return null;
    const answer = Buffer.from(message.subarray(0, endOfName + 5));
    const hasRecord = this.says === 'address' && answer.readUInt16BE(endOfName + 1) === TYPE_A;
    answer.writeUInt16BE(0x8180 + (this.says === 'address' ? 0 : NO_SUCH_NAME), 2);
    answer.writeUInt16BE(hasRecord ? 1 : 0, 6);
    answer.writeUInt32BE(0, 8);
    // The name by its place, type, class, no time to live, four octets.
    const record = Buffer.from([0xc0, HEADER_LENGTH, 0, TYPE_A, 0, 1, 0, 0, 0, 0, 0, 4]);
    return hasRecord ? Buffer.concat([answer, record, Buffer.from(address.split('.').map(Number))]) : answer;
  }
}
