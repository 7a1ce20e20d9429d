import 'server-only';

/** What the panel asked for and does not get. The message is sent to it, in the engine's form. */
export class Refusal extends Error {}

/** The engine does not answer: the panel sees a connection that breaks, as it would without a gateway. */
export class EngineGone extends Error {}

/** What the engine itself answered to a question of the gateway's own: the panel gets it as it is. */
export class EngineRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
