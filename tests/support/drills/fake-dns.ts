import { createSocket, type Socket } from 'node:dgram';

const IS_ANSWER = 0x80;
const NO_SUCH_NAME = 3;

/**
 * A fake DNS server: it knows no name. What Docker cannot resolve by itself goes to it instead of to this machine's
 * own server, which may answer in a millisecond or never.
 */
export class FakeDns {
  /** It takes questions and says nothing. */
  isMute = false;
  #socket: Socket | null = null;

  /** Listens on port 53 of an address of this machine; Docker knows no other port. */
  async open(address: string): Promise<void> {
    const socket = createSocket('udp4');
    socket.on('message', (question, { port, address: asker }) => {
      if (this.isMute || question.length < 12) return;
      // The question is sent back, with the third and the fourth octet of its header (RFC 1035, 4.1.1) as an answer's.
      const answer = Buffer.from(question);
      answer[2] = (answer[2] ?? 0) | IS_ANSWER;
      answer[3] = NO_SUCH_NAME;
      socket.send(answer, port, asker);
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject).bind(53, address, resolve);
    });
    this.#socket = socket;
  }

  close(): void {
    this.#socket?.close();
    this.#socket = null;
  }
}
